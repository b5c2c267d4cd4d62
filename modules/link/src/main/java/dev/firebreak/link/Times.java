package dev.firebreak.link;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * java.time. Numbers are zigzag.
 *
 * <pre>
 * DURATION INSTANT   seconds, nanos               LOCAL_DATE       day of the epoch
 * LOCAL_TIME         nanos of the day             LOCAL_DATE_TIME  LOCAL_DATE, LOCAL_TIME
 * OFFSET_TIME        LOCAL_TIME, ZONE_OFFSET      OFFSET_DATE_TIME LOCAL_DATE_TIME, ZONE_OFFSET
 * ZONED_DATE_TIME    LOCAL_DATE_TIME, ZONE_OFFSET, text zone
 * ZONE_OFFSET        seconds                      ZONE_REGION      text
 * PERIOD             years, months, days          YEAR             year
 * YEAR_MONTH         year, month                  MONTH_DAY        month, day
 * </pre>
 */
@SuppressWarnings({
  "JavaDurationGetSecondsToToSeconds",
  "JavaDurationGetSecondsGetNano",
  "JavaInstantGetSecondsGetNano",
  "JavaPeriodGetDays"
}) // all parts of each go
final class Times {
  private Times() {}

  static void write(Encoder to, int kind, Object value) throws CodecException {
    to.tag(kind);
    switch (kind) {
      case Tag.DURATION -> {
        to.zigzag(((Duration) value).getSeconds());
        to.zigzag(((Duration) value).getNano());
      }
      case Tag.INSTANT -> {
        to.zigzag(((Instant) value).getEpochSecond());
        to.zigzag(((Instant) value).getNano());
      }
      case Tag.LOCAL_DATE -> to.zigzag(((LocalDate) value).toEpochDay());
      case Tag.LOCAL_TIME -> to.zigzag(((LocalTime) value).toNanoOfDay());
      case Tag.LOCAL_DATE_TIME -> local(to, (LocalDateTime) value);
      case Tag.OFFSET_TIME -> {
        to.zigzag(((OffsetTime) value).toLocalTime().toNanoOfDay());
        to.zigzag(((OffsetTime) value).getOffset().getTotalSeconds());
      }
      case Tag.OFFSET_DATE_TIME -> {
        local(to, ((OffsetDateTime) value).toLocalDateTime());
        to.zigzag(((OffsetDateTime) value).getOffset().getTotalSeconds());
      }
      case Tag.ZONED_DATE_TIME -> {
        ZonedDateTime zoned = (ZonedDateTime) value;
        local(to, zoned.toLocalDateTime());
        to.zigzag(zoned.getOffset().getTotalSeconds());
        to.text(zoned.getZone().getId());
      }
      case Tag.ZONE_OFFSET -> to.zigzag(((ZoneOffset) value).getTotalSeconds());
      case Tag.ZONE_REGION -> to.text(((ZoneId) value).getId());
      case Tag.PERIOD -> {
        to.zigzag(((Period) value).getYears());
        to.zigzag(((Period) value).getMonths());
        to.zigzag(((Period) value).getDays());
      }
      case Tag.YEAR -> to.zigzag(((Year) value).getValue());
      case Tag.YEAR_MONTH -> {
        to.zigzag(((YearMonth) value).getYear());
        to.zigzag(((YearMonth) value).getMonthValue());
      }
      default -> {
        to.zigzag(((MonthDay) value).getMonthValue());
        to.zigzag(((MonthDay) value).getDayOfMonth());
      }
    }
  }

  static Object read(Decoder from, int tag) throws CodecException {
    return switch (tag) {
      case Tag.DURATION -> {
        long seconds = from.longZigzag();
        yield Duration.ofSeconds(seconds, from.zigzag());
      }
      case Tag.INSTANT -> {
        long seconds = from.longZigzag();
        yield Instant.ofEpochSecond(seconds, from.zigzag());
      }
      case Tag.LOCAL_DATE -> LocalDate.ofEpochDay(from.longZigzag());
      case Tag.LOCAL_TIME -> LocalTime.ofNanoOfDay(from.longZigzag());
      case Tag.LOCAL_DATE_TIME -> local(from);
      case Tag.OFFSET_TIME -> {
        LocalTime local = LocalTime.ofNanoOfDay(from.longZigzag());
        yield OffsetTime.of(local, offset(from));
      }
      case Tag.OFFSET_DATE_TIME -> {
        LocalDateTime local = local(from);
        yield OffsetDateTime.of(local, offset(from));
      }
      case Tag.ZONED_DATE_TIME -> {
        LocalDateTime local = local(from);
        ZoneOffset offset = offset(from);
        yield ZonedDateTime.ofInstant(local, offset, ZoneId.of(from.text()));
      }
      case Tag.ZONE_OFFSET -> offset(from);
      case Tag.ZONE_REGION -> ZoneId.of(from.text());
      case Tag.PERIOD -> {
        int years = from.zigzag();
        int months = from.zigzag();
        yield Period.of(years, months, from.zigzag());
      }
      case Tag.YEAR -> Year.of(from.zigzag());
      case Tag.YEAR_MONTH -> {
        int year = from.zigzag();
        yield YearMonth.of(year, from.zigzag());
      }
      case Tag.MONTH_DAY -> {
        int month = from.zigzag();
        yield MonthDay.of(month, from.zigzag());
      }
      default -> throw Decoder.unknown(tag);
    };
  }

  private static void local(Encoder to, LocalDateTime value) throws CodecException {
    to.zigzag(value.toLocalDate().toEpochDay());
    to.zigzag(value.toLocalTime().toNanoOfDay());
  }

  private static LocalDateTime local(Decoder from) throws CodecException {
    LocalDate day = LocalDate.ofEpochDay(from.longZigzag());
    return LocalDateTime.of(day, LocalTime.ofNanoOfDay(from.longZigzag()));
  }

  private static ZoneOffset offset(Decoder from) throws CodecException {
    return ZoneOffset.ofTotalSeconds(from.zigzag());
  }
}
