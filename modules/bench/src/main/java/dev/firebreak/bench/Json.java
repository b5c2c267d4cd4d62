package dev.firebreak.bench;

import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonFactory;

/** Figures for machines: one array, an object each. */
final class Json {
  private Json() {}

  static String of(List<Figure> figures) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json =
        new JsonFactory().createGenerator(tools.jackson.core.ObjectWriteContext.empty(), text)) {
      json.writeStartArray();
      for (Figure figure : figures) {
        json.writeStartObject();
        json.writeStringProperty("row", figure.row());
        json.writeStringProperty("what", figure.what());
        json.writeStringProperty("unit", figure.unit());
        json.writeStringProperty("flags", figure.flags());
        sample(json, "ours", figure.ours());
        if (figure.reference().isPresent()) {
          json.writeStringProperty("beside", figure.beside());
          sample(json, "reference", figure.reference().get());
        }
        Optional<Double> ratio = figure.ratio();
        if (ratio.isPresent()) {
          json.writeNumberProperty("ratio", ratio.get());
        }
        Optional<Boolean> reached = figure.reached();
        if (reached.isPresent()) {
          json.writeStringProperty("goal", figure.goal().words(figure.unit()));
          json.writeBooleanProperty("reached", reached.get());
        }
        json.writeStringProperty("note", figure.note());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    return text.toString();
  }

  private static void sample(JsonGenerator json, String name, Sample sample) {
    json.writeObjectPropertyStart(name);
    json.writeNumberProperty("median", sample.median());
    json.writeNumberProperty("p99", sample.percentile(99));
    json.writeNumberProperty("min", sample.min());
    json.writeNumberProperty("max", sample.max());
    json.writeNumberProperty("runs", sample.runs());
    json.writeEndObject();
  }
}
