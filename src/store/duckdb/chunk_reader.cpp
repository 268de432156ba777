#include "store/duckdb/chunk_reader.h"

#include "base/error.h"

namespace zhiheng::store::duckdb_driver {
namespace {

constexpr ErrorCode kUnsupportedType{
    "store.unsupported-type", "查询结果列 {} 的类型不受支持；请在 SQL 中转换为数值或文本",
    "the type of result column {} is not supported; cast it to a number or text in the SQL"};

Int128 to_int128(duckdb_hugeint value) {
  return (static_cast<Int128>(value.upper) << 64) + static_cast<Int128>(value.lower);
}

/// How a column's vector is read: its type, and width class and scale where it is a decimal.
struct ColumnType {
  duckdb_type type;  // the physical type for decimals
  int scale = 0;
};

ColumnType column_type(duckdb_result& result, idx_t column) {
  const duckdb_type type = duckdb_column_type(&result, column);
  if (type != DUCKDB_TYPE_DECIMAL) return {type};
  duckdb_logical_type logical = duckdb_column_logical_type(&result, column);
  const ColumnType out{duckdb_decimal_internal_type(logical), duckdb_decimal_scale(logical)};
  duckdb_destroy_logical_type(&logical);
  return out;
}

Decimal read_number(const ColumnType& type, const void* data, idx_t row) {
  switch (type.type) {
    case DUCKDB_TYPE_TINYINT:
      return {static_cast<const int8_t*>(data)[row], type.scale};
    case DUCKDB_TYPE_SMALLINT:
      return {static_cast<const int16_t*>(data)[row], type.scale};
    case DUCKDB_TYPE_INTEGER:
      return {static_cast<const int32_t*>(data)[row], type.scale};
    case DUCKDB_TYPE_BIGINT:
      return {static_cast<const int64_t*>(data)[row], type.scale};
    case DUCKDB_TYPE_HUGEINT:
      return {to_int128(static_cast<const duckdb_hugeint*>(data)[row]), type.scale};
    case DUCKDB_TYPE_BOOLEAN:
      return {static_cast<const bool*>(data)[row] ? 1 : 0, 0};
    default:
      return Decimal::from_double(static_cast<const double*>(data)[row]);
  }
}

bool is_number(duckdb_type type) {
  switch (type) {
    case DUCKDB_TYPE_TINYINT:
    case DUCKDB_TYPE_SMALLINT:
    case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_HUGEINT:
    case DUCKDB_TYPE_BOOLEAN:
    case DUCKDB_TYPE_DOUBLE:
      return true;
    default:
      return false;
  }
}

void read_column(const ColumnType& type, duckdb_vector vector, idx_t rows, Frame::Column& out) {
  const void* data = duckdb_vector_get_data(vector);
  uint64_t* validity = duckdb_vector_get_validity(vector);
  for (idx_t row = 0; row < rows; ++row) {
    const bool valid = validity == nullptr || duckdb_validity_row_is_valid(validity, row);
    if (out.type == Frame::Type::kDecimal) {
      out.decimals.push_back(valid ? std::optional(read_number(type, data, row)) : std::nullopt);
    } else if (valid) {
      auto text = static_cast<const duckdb_string_t*>(data)[row];
      out.texts.emplace_back(std::string(duckdb_string_t_data(&text), duckdb_string_t_length(text)));
    } else {
      out.texts.emplace_back(std::nullopt);
    }
  }
}

}  // namespace

Frame read_result(duckdb_result& result) {
  Frame frame;
  std::vector<ColumnType> types;
  const idx_t columns = duckdb_column_count(&result);
  for (idx_t i = 0; i < columns; ++i) {
    types.push_back(column_type(result, i));
    const char* name = duckdb_column_name(&result, i);
    const duckdb_type type = types.back().type;
    if (!is_number(type) && type != DUCKDB_TYPE_VARCHAR) throw Error(kUnsupportedType, {}, {name});
    frame.add_column(name, is_number(type) ? Frame::Type::kDecimal : Frame::Type::kText);
  }
  while (duckdb_data_chunk chunk = duckdb_fetch_chunk(result)) {
    const idx_t rows = duckdb_data_chunk_get_size(chunk);
    for (idx_t i = 0; i < columns; ++i) {
      read_column(types[i], duckdb_data_chunk_get_vector(chunk, i), rows, frame.column(i));
    }
    duckdb_destroy_data_chunk(&chunk);
  }
  return frame;
}

}  // namespace zhiheng::store::duckdb_driver
