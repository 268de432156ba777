#include "store/postgres/copy_load.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "base/text.h"
#include "store/errors.h"
#include "store/load_target.h"
#include "store/postgres/copy_binary.h"
#include "store/postgres/wire.h"

namespace zhiheng::store::postgres_driver {
namespace {

constexpr std::size_t kRowsOfMessage = 1024;  // some 100 KiB: a message that the caches hold

LoadTarget::Type target_type(unsigned type) {
  using Type = LoadTarget::Type;
  switch (type) {
    case kInt2:
      return Type::kInt16;
    case kInt4:
      return Type::kInt32;
    case kInt8:
      return Type::kInt64;
    case kNumeric:
      return Type::kDecimal;
    case kFloat8:
      return Type::kDouble;
    case kDate:
      return Type::kDate;
    case kTimestamp:
    case kTimestampTz:
      return Type::kTime;
    case kBool:
      return Type::kBoolean;
    case kText:
    case kVarchar:
    case kBpchar:
    case kBytea:  // in the binary form its bytes, as those of a text
      return Type::kText;
    default:
      return Type::kOther;
  }
}

LoadTarget target_of(const PGresult* result, int column) {
  LoadTarget target{PQfname(result, column), target_type(PQftype(result, column)), 0, 0};
  const int modifier =
      PQfmod(result, column) - 4;  // of a numeric: precision << 16 | scale, 11 bits with a sign
  if (target.type == LoadTarget::Type::kDecimal && modifier >= 0) {
    target.precision = (modifier >> 16) & 0xFFFF;
    target.scale = ((modifier & 0x7FF) ^ 1024) - 1024;
  }
  return target;
}

class CopyLoad final : public BulkLoad {
 public:
  CopyLoad(Connection& connection, std::string table, std::vector<LoadTarget> targets,
           std::function<void(bool)> ended)
      : connection_(connection),
        table_(std::move(table)),
        writer_(std::move(targets)),
        ended_(std::move(ended)) {
    send(CopyWriter::head());
  }
  ~CopyLoad() override { abandon("not finished"); }

  void put(std::size_t rows, std::span<const LoadColumn> columns) override {
    if (over_) fail("the load has ended");
    if (columns.size() != writer_.targets().size())
      refuse("another number of columns than the load was begun with");
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (const auto reason = refusal(writer_.targets()[i], columns[i], rows)) refuse(*reason);
    }
    for (std::size_t first = 0; first < rows; first += kRowsOfMessage)
      send(written(first, std::min(kRowsOfMessage, rows - first), columns));
    rows_ += rows;
  }

  std::uint64_t finish() override {
    if (over_) fail("the load has ended");
    send(CopyWriter::tail());
    if (PQputCopyEnd(connection_.handle(), nullptr) < 0) broken();
    const Result result = connection_.finish();
    const bool stored = result != nullptr && PQresultStatus(result.get()) == PGRES_COMMAND_OK;
    end(stored);
    if (!stored) fail(connection_.reason(result.get()));
    return rows_;
  }

 private:
  std::span<const char> written(std::size_t first, std::size_t rows, std::span<const LoadColumn> columns) {
    try {
      return writer_.rows(first, rows, columns);
    } catch (const std::out_of_range& reason) {
      refuse(reason.what());
    }
  }

  void send(std::span<const char> bytes) {
    if (PQputCopyData(connection_.handle(), bytes.data(), static_cast<int>(bytes.size())) < 0) broken();
  }

  /// The server has ended the copy or is gone: its words for it.
  [[noreturn]] void broken() {
    const Result result = connection_.finish();
    end(false);
    fail(connection_.reason(result.get()));
  }

  [[noreturn]] void refuse(const std::string& reason) {
    abandon("refused");
    fail(reason);
  }

  [[noreturn]] void fail(const std::string& reason) { throw Error(kLoadFailed, {}, {table_, reason}); }

  void abandon(const char* why) {
    if (over_) return;
    PQputCopyEnd(connection_.handle(), why);
    connection_.finish();
    end(false);
  }

  void end(bool stored) {
    over_ = true;
    ended_(stored);
  }

  Connection& connection_;
  std::string table_;
  CopyWriter writer_;
  std::function<void(bool)> ended_;
  std::uint64_t rows_ = 0;
  bool over_ = false;
};

}  // namespace

std::unique_ptr<BulkLoad> begin_copy(Connection& connection, const std::string& table,
                                     const std::vector<std::string>& columns,
                                     std::function<void(bool)> ended) {
  if (columns.empty()) throw Error(kLoadFailed, {}, {table, "no columns"});
  std::vector<std::string> quoted;
  for (const std::string& column : columns) quoted.push_back(sql_quoted(column, '"'));
  const std::string list = join(quoted, ", "), name = sql_quoted(table, '"');
  const Result shape = connection.ask("SELECT " + list + " FROM " + name + " WHERE false");
  if (PQresultStatus(shape.get()) != PGRES_TUPLES_OK)
    throw Error(kLoadFailed, {}, {table, connection.reason(shape.get())});
  std::vector<LoadTarget> targets;
  for (int i = 0; i < PQnfields(shape.get()); ++i) targets.push_back(target_of(shape.get(), i));
  const Result begun = connection.run("COPY " + name + " (" + list + ") FROM STDIN (FORMAT binary)");
  if (PQresultStatus(begun.get()) != PGRES_COPY_IN)
    throw Error(kLoadFailed, {}, {table, connection.reason(begun.get())});
  return std::make_unique<CopyLoad>(connection, table, std::move(targets), std::move(ended));
}

}  // namespace zhiheng::store::postgres_driver
