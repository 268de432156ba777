#include "store/duckdb/segment_scan.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <numeric>

#include "base/text.h"
#include "store/dialect.h"
#include "store/errors.h"

namespace zhiheng::store::duckdb_driver {
namespace {

using Kind = LoadColumn::Kind;
using segment::Segment;
using segment::Storage;

constexpr ErrorCode kOtherColumns{
    "segment.other-columns", "明细段里没有列 {}，或它的形式不同：数据集的定义改过，请用 zhiheng rebuild 重建",
    "the segment lacks the column {} or has it in another form: the dataset was changed; run zhiheng "
    "rebuild"};
constexpr std::int64_t kMicroseconds = 1000000;

/// The engine's form of a text that stays where it is.
duckdb_string_t string_of(std::string_view text) {
  duckdb_string_t string{};
  string.value.inlined.length = static_cast<std::uint32_t>(text.size());
  if (text.size() <= sizeof string.value.inlined.inlined) {
    std::memcpy(string.value.inlined.inlined, text.data(), text.size());
    return string;
  }
  std::memcpy(string.value.pointer.prefix, text.data(), sizeof string.value.pointer.prefix);
  string.value.pointer.ptr = const_cast<char*>(text.data());  // NOLINT: the engine doesn't write there
  return string;
}

std::size_t place_in(const Segment& segment, const SegmentTable::Column& column) {
  const auto at = segment.column(column.id);
  if (!at) throw Error(kOtherColumns, {segment.path()}, {column.id}, kSurroundings);
  const segment::Column& stored = segment.columns()[*at];
  const bool text = column.kind == Kind::kText, stored_text = stored.storage != Storage::kNumber;
  if (text != stored_text || (!text && stored.decimals != column.decimals))
    throw Error(kOtherColumns, {segment.path()}, {column.id}, kSurroundings);
  return *at;
}

/// A column that the query wants, in one of the segments.
struct Wanted {
  enum class What { kColumn, kBatch, kNothing };  // kNothing: rows are only counted
  What what = What::kColumn;
  Kind kind = Kind::kNumber;
  std::size_t column = 0;                // of the segment
  std::vector<duckdb_string_t> strings;  // by code of its dictionary
};

/// What one query reads. Its threads share it.
struct Scan {
  struct Block {
    std::size_t part = 0, block = 0;
  };
  const SegmentTable* table = nullptr;
  std::vector<std::vector<Wanted>> wanted;  // by part
  std::vector<Block> blocks;
  std::atomic<std::size_t> next{0};
};

void want(const SegmentTable& table, const Segment& segment, idx_t column, std::vector<Wanted>& all) {
  Wanted& wanted = all.emplace_back();
  if (column >= table.columns.size()) {
    wanted.what = column == table.columns.size() ? Wanted::What::kBatch : Wanted::What::kNothing;
    return;
  }
  wanted.kind = table.columns[column].kind;
  wanted.column = place_in(segment, table.columns[column]);
  if (segment.columns()[wanted.column].storage != Storage::kDictionary) return;
  for (const std::string_view text : segment.dictionary(wanted.column))
    wanted.strings.push_back(string_of(text));
}

/// One thread's way through the blocks.
class Reader {
 public:
  explicit Reader(Scan& scan) : scan_(scan) {}

  /// Fills the chunk with the next rows that are not dead; gives their number, 0 at the end.
  std::size_t fill(duckdb_data_chunk chunk) {
    while (next_rows()) {
      if (kept_.empty()) continue;
      const std::vector<Wanted>& wanted = scan_.wanted[at_.part];
      for (std::size_t i = 0; i < wanted.size(); ++i)
        fill_column(wanted[i], duckdb_data_chunk_get_vector(chunk, i));
      return kept_.size();
    }
    return 0;
  }

 private:
  const SegmentTable::Part& part() const { return scan_.table->parts[at_.part]; }

  /// The next stretch of a block, and which of its rows are live.
  bool next_rows() {
    first_ += rows_;
    if (first_ == end_) {
      const std::size_t next = scan_.next++;
      if (next >= scan_.blocks.size()) return false;
      at_ = scan_.blocks[next];
      first_ = 0;
      end_ = part().segment->block_rows(at_.block);
    }
    rows_ = std::min<std::size_t>(duckdb_vector_size(), end_ - first_);
    kept_.resize(rows_);
    std::iota(kept_.begin(), kept_.end(), 0);
    const auto& dead = part().dead;
    const std::uint64_t row = part().segment->block_first(at_.block) + first_;
    if (!dead.empty())
      std::erase_if(kept_, [&](std::size_t i) { return (dead[(row + i) / 64] >> (row + i) % 64 & 1) != 0; });
    return true;
  }

  void fill_column(const Wanted& wanted, duckdb_vector vector) {
    if (wanted.what == Wanted::What::kNothing) return;
    if (wanted.what == Wanted::What::kBatch) {
      std::fill_n(static_cast<std::int64_t*>(duckdb_vector_get_data(vector)), kept_.size(), part().batch);
      return;
    }
    if (part().segment->columns()[wanted.column].storage == Storage::kPlain)
      return fill_plain(wanted.column, vector);
    unpack(wanted.column);
    mark_missing(vector);
    switch (wanted.kind) {
      case Kind::kNumber:
        return fill_with<std::int64_t>(vector, [](std::int64_t value) { return value; });
      case Kind::kDate:
        return fill_with<std::int32_t>(vector,
                                       [](std::int64_t value) { return static_cast<std::int32_t>(value); });
      case Kind::kTime:
        return fill_with<std::int64_t>(vector, [](std::int64_t value) { return value * kMicroseconds; });
      case Kind::kBoolean:
        return fill_with<bool>(vector, [](std::int64_t value) { return value != 0; });
      case Kind::kText:
        return fill_codes(wanted, vector);
    }
  }

  /// The live rows' values, moved together.
  void unpack(std::size_t column) {
    values_.resize(rows_);
    segment::unpack(part().segment->packed(column, at_.block), first_, rows_, values_.data(), present_);
    if (kept_.size() == rows_) return;
    for (std::size_t i = 0; i < kept_.size(); ++i) values_[i] = values_[kept_[i]];
    for (std::size_t i = 0; i < kept_.size() && !present_.empty(); ++i) present_[i] = present_[kept_[i]];
  }

  template <typename T, typename Convert>
  void fill_with(duckdb_vector vector, Convert convert) {
    auto* out = static_cast<T*>(duckdb_vector_get_data(vector));
    for (std::size_t i = 0; i < kept_.size(); ++i) out[i] = convert(values_[i]);
  }

  void mark_missing(duckdb_vector vector) const {
    if (present_.empty()) return;
    duckdb_vector_ensure_validity_writable(vector);
    uint64_t* validity = duckdb_vector_get_validity(vector);
    for (std::size_t i = 0; i < kept_.size(); ++i)
      if (present_[i] == 0) validity[i / 64] &= ~(std::uint64_t{1} << i % 64);
  }

  void fill_codes(const Wanted& wanted, duckdb_vector vector) const {
    auto* out = static_cast<duckdb_string_t*>(duckdb_vector_get_data(vector));
    for (std::size_t i = 0; i < kept_.size(); ++i)
      if (present_.empty() || present_[i] != 0) out[i] = wanted.strings[static_cast<std::size_t>(values_[i])];
  }

  void fill_plain(std::size_t column, duckdb_vector vector) {
    const segment::Plain plain = part().segment->plain(column, at_.block);
    auto* out = static_cast<duckdb_string_t*>(duckdb_vector_get_data(vector));
    present_.assign(rows_, 1);
    for (std::size_t i = 0; i < kept_.size(); ++i) {
      const std::size_t row = first_ + kept_[i];
      const std::uint32_t begin = plain.offsets[row], end = plain.offsets[row + 1];
      present_[i] = end > begin;
      out[i] = string_of(plain.bytes.substr(begin, end - begin));
    }
    mark_missing(vector);
  }

  Scan& scan_;
  Scan::Block at_;
  std::size_t first_ = 0, rows_ = 0, end_ = 0;  // of the stretch; of the block
  std::vector<std::size_t> kept_;               // of the stretch: live rows
  std::vector<std::int64_t> values_;
  std::vector<std::uint8_t> present_;
};

template <typename T>
void destroy(void* object) {
  delete static_cast<T*>(object);
}

duckdb_logical_type logical_type(Kind kind, int decimals) {
  switch (kind) {
    case Kind::kText:
      return duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR);
    case Kind::kDate:
      return duckdb_create_logical_type(DUCKDB_TYPE_DATE);
    case Kind::kTime:
      return duckdb_create_logical_type(DUCKDB_TYPE_TIMESTAMP);
    case Kind::kBoolean:
      return duckdb_create_logical_type(DUCKDB_TYPE_BOOLEAN);
    case Kind::kNumber:
      break;
  }
  return decimals == 0 ? duckdb_create_logical_type(DUCKDB_TYPE_BIGINT)
                       : duckdb_create_decimal_type(18, static_cast<std::uint8_t>(decimals));
}

void bind(duckdb_bind_info info) {
  const auto& table = *static_cast<const SegmentTable*>(duckdb_bind_get_extra_info(info));
  const auto add = [&](const std::string& name, Kind kind, int decimals) {
    duckdb_logical_type type = logical_type(kind, decimals);
    duckdb_bind_add_result_column(info, name.c_str(), type);
    duckdb_destroy_logical_type(&type);
  };
  for (const auto& column : table.columns) add(column.id, column.kind, column.decimals);
  add("_batch", Kind::kNumber, 0);
  std::uint64_t rows = 0;
  for (const auto& part : table.parts) rows += part.segment->rows();
  duckdb_bind_set_cardinality(info, rows, false);
}

void begin(duckdb_init_info info) {
  try {
    auto scan = std::make_unique<Scan>();
    scan->table = static_cast<const SegmentTable*>(duckdb_init_get_extra_info(info));
    const idx_t columns = duckdb_init_get_column_count(info);
    for (std::size_t p = 0; p < scan->table->parts.size(); ++p) {
      const Segment& segment = *scan->table->parts[p].segment;
      auto& wanted = scan->wanted.emplace_back();
      for (idx_t i = 0; i < columns; ++i)
        want(*scan->table, segment, duckdb_init_get_column_index(info, i), wanted);
      for (std::size_t block = 0; block < segment.blocks(); ++block) scan->blocks.push_back({p, block});
    }
    duckdb_init_set_max_threads(info, std::max<std::size_t>(1, scan->blocks.size()));
    duckdb_init_set_init_data(info, scan.release(), destroy<Scan>);
  } catch (const std::exception& error) {
    duckdb_init_set_error(info, error.what());
  }
}

void begin_thread(duckdb_init_info info) {
  // What it reads is known only to the function itself, which is given both.
  duckdb_init_set_init_data(info, new std::unique_ptr<Reader>, destroy<std::unique_ptr<Reader>>);
}

void read(duckdb_function_info info, duckdb_data_chunk chunk) {
  try {
    auto& reader = *static_cast<std::unique_ptr<Reader>*>(duckdb_function_get_local_init_data(info));
    if (!reader) reader = std::make_unique<Reader>(*static_cast<Scan*>(duckdb_function_get_init_data(info)));
    duckdb_data_chunk_set_size(chunk, reader->fill(chunk));
  } catch (const std::exception& error) {
    duckdb_function_set_error(info, error.what());
  }
}

void run(duckdb_connection connection, const std::string& sql) {
  duckdb_result result;
  const bool ok = duckdb_query(connection, sql.c_str(), &result) == DuckDBSuccess;
  const char* words = duckdb_result_error(&result);
  const std::string reason = words == nullptr ? "?" : words;
  duckdb_destroy_result(&result);
  if (!ok) throw Error(kSqlFailed, {}, {reason, sql});
}

}  // namespace

void add_segment_table(duckdb_connection connection, SegmentTable table) {
  for (const auto& part : table.parts)
    for (const auto& column : table.columns) place_in(*part.segment, column);
  const std::string name = table.name, function_name = "segments of " + name;
  duckdb_table_function function = duckdb_create_table_function();
  duckdb_table_function_set_name(function, function_name.c_str());
  duckdb_table_function_set_extra_info(function, new SegmentTable(std::move(table)), destroy<SegmentTable>);
  duckdb_table_function_set_bind(function, bind);
  duckdb_table_function_set_init(function, begin);
  duckdb_table_function_set_local_init(function, begin_thread);
  duckdb_table_function_set_function(function, read);
  duckdb_table_function_supports_projection_pushdown(function, true);
  const bool known = duckdb_register_table_function(connection, function) == DuckDBSuccess;
  duckdb_destroy_table_function(&function);
  if (!known) throw Error(kSqlFailed, {}, {"duckdb_register_table_function", function_name});
  run(connection,
      "CREATE VIEW " + sql_quoted(name, '"') + " AS SELECT * FROM " + sql_quoted(function_name, '"') + "()");
}

}  // namespace zhiheng::store::duckdb_driver
