module bare {}
