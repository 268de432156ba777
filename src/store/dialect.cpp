#include "store/dialect.h"

namespace zhiheng::store {

std::string column_type(LoadColumn::Kind kind, int decimals) {
  switch (kind) {
    case LoadColumn::Kind::kNumber:
      return decimals == 0 ? "BIGINT" : "DECIMAL(18, " + std::to_string(decimals) + ")";
    case LoadColumn::Kind::kDate:
      return "DATE";
    case LoadColumn::Kind::kTime:
      return "TIMESTAMP";
    case LoadColumn::Kind::kBoolean:
      return "BOOLEAN";
    case LoadColumn::Kind::kText:
      break;
  }
  return "VARCHAR";
}

std::string create_derived_table(Engine engine) {
  return engine == Engine::kPostgres ? "CREATE UNLOGGED TABLE" : "CREATE TABLE";
}

std::string pinyin_order(Engine engine) {
  return engine == Engine::kPostgres ? " COLLATE \"zh-x-icu\"" : " COLLATE zh";
}

}  // namespace zhiheng::store
