#include "intake/postgres_store.h"

#include <array>

#include "base/text.h"
#include "intake/postgres_checks.h"
#include "intake/postgres_rows.h"
#include "intake/postgres_tables.h"

namespace zhiheng::intake {
namespace {

constexpr ErrorCode kNoDefinition{"dataset.unknown", "没有数据集 {}{}；用 zhiheng list datasets 查看",
                                  "there is no dataset {}{}: see zhiheng list datasets"};
constexpr std::size_t kPart = std::size_t{4} << 20;

std::string numbers_of(const std::vector<const Batch*>& batches) {
  std::vector<std::string> numbers;
  for (const Batch* batch : batches) numbers.push_back(std::to_string(batch->number));
  return join(numbers, ", ");
}

/// That the rows `a` and `b` of the dataset's table have the same key.
std::string same_key(const catalog::Dataset& dataset, const std::string& district, const std::string& a,
                     const std::string& b) {
  std::string sql =
      a + "._district = " + sql_quoted(district) + " AND " + b + "._district = " + sql_quoted(district);
  for (const auto& id : dataset.key)
    sql += " AND " + a + "." + sql_quoted(id, '"') + " = " + b + "." + sql_quoted(id, '"');
  return sql;
}

std::string journal_condition(const std::string& district) {
  return "WHERE district = " + sql_quoted(district);
}

}  // namespace

/// One transaction: rows by COPY while the file is read, all else when it has ended.
class PostgresStore::Arriving final : public NewBatch {
 public:
  Arriving(PostgresStore& to, const catalog::Dataset& dataset)
      : to_(to),
        dataset_(dataset),
        table_(prepare_table(to.session(), dataset, to.district_)),
        transaction_(to.session()) {
    to_.lock();
    number_ = to_.next_number();
    earlier_ = to_.live_batches(dataset.id).empty() ? "" : numbers_of(to_.live_batches(dataset.id));
    rows_.emplace(dataset, to_.catalog_, to_.session(), table_, to_.district_, number_);
  }

  void put(const ParcelBlock& block, std::span<const std::int64_t> lines,
           std::span<const std::uint32_t> left_out) override {
    rows_->put(block, lines, left_out);
  }

  /// The connection is busy with rows: the file is read once more at the end.
  void received(std::string_view) override {}

  std::uint64_t complete(const std::string& sha256, const SourceFile& file) override {
    rows_->finish();
    rows_.reset();
    index_keys(to_.session(), dataset_, table_);
    keep(sha256, file);
    file.check_unchanged();
    return earlier_.empty() ? 0 : replace();
  }

  std::map<Date, Total> totals(const std::optional<Days>& days, bool with_this) override {
    if (earlier_.empty() && !with_this) return {};
    const std::string number = std::to_string(number_);
    const std::string before = earlier_.empty() ? "FALSE" : "_batch IN (" + earlier_ + ")";
    return query_totals(
        to_.session(), dataset_,
        "_district = " + sql_quoted(to_.district_) + " AND " +
            (with_this ? "(_batch = " + number + " OR (" + before + " AND _replaced_by IS NULL))"
                       : before + " AND (_replaced_by IS NULL OR _replaced_by = " + number + ")"),
        days);
  }

  void find_lost_references(std::size_t column,
                            const std::function<void(const LostReference&)>& take) override {
    const catalog::Dataset& of = *to_.catalog_.dataset(dataset_.columns[column].ref);
    const std::string own =
        "_district = " + sql_quoted(to_.district_) + " AND _batch = " + std::to_string(number_);
    const std::string key = sql_quoted(of.key.at(0), '"');
    std::vector<std::string> known;
    if (const std::string live = to_.live_rows(of.id); !live.empty())
      known.push_back("SELECT " + key + " FROM " + live + " AS live");
    if (&of == &dataset_)
      known.push_back("SELECT " + key + " FROM " + sql_quoted(of.id, '"') + " WHERE " + own);
    query_lost_references(to_.session(), dataset_, column, own, of, "(" + join(known, " UNION ALL ") + ")",
                          take);
  }

  std::uint64_t commit(Batch batch, const std::map<std::string, std::string>& heads) override {
    const std::string line = to_.import_line(std::move(batch), heads);
    to_.append(line);
    transaction_.commit();
    to_.replay(line, {});
    return number_;
  }

 private:
  void keep(const std::string& sha256, const SourceFile& file) {
    store::Session& session = to_.session();
    const std::string there = "SELECT 1 AS one FROM zhiheng_received " + journal_condition(to_.district_) +
                              " AND sha256 = " + sql_quoted(sha256) + " LIMIT 1";
    if (session.query(there).rows() != 0) return;
    const auto load = session.load("zhiheng_received", {"district", "sha256", "part", "bytes"});
    std::string bytes(kPart, '\0');
    const std::array<std::string_view, 1> district{to_.district_}, hash{sha256};
    using Kind = store::LoadColumn::Kind;
    for (std::int64_t part = 0; static_cast<std::uint64_t>(part) * kPart < file.size(); ++part) {
      const std::size_t size = file.read(static_cast<std::uint64_t>(part) * kPart, bytes);
      const std::array<std::string_view, 1> content{std::string_view(bytes).substr(0, size)};
      const std::array<std::int64_t, 1> number{part};
      const std::array<store::LoadColumn, 4> columns{{{Kind::kText, 0, {}, district, {}},
                                                      {Kind::kText, 0, {}, hash, {}},
                                                      {Kind::kNumber, 0, number, {}, {}},
                                                      {Kind::kText, 0, {}, content, {}}}};
      load->put(1, columns);
    }
    load->finish();
  }

  std::uint64_t replace() {
    const std::string number = std::to_string(number_), name = sql_quoted(dataset_.id, '"');
    const store::Frame count = to_.session().query(
        "WITH replaced AS (UPDATE " + name + " AS earlier SET _replaced_by = " + number + " FROM " + name +
        " AS later WHERE later._batch = " + number + " AND earlier._batch IN (" + earlier_ + ") AND " +
        same_key(dataset_, to_.district_, "earlier", "later") +
        " RETURNING 1) SELECT count(*) AS n FROM replaced");
    return static_cast<std::uint64_t>(count.decimal(0, 0)->mantissa());
  }

  PostgresStore& to_;
  const catalog::Dataset& dataset_;
  std::string table_;
  store::Transaction transaction_;
  std::uint64_t number_ = 0;
  std::string earlier_;  // numbers of the live batches before it
  std::optional<PostgresRows> rows_;
};

std::vector<std::string> PostgresStore::districts(store::Session& session) {
  std::vector<std::string> all;
  if (!has_record_tables(session)) return all;
  const store::Frame found =
      session.query("SELECT DISTINCT district AS district FROM zhiheng_journal ORDER BY 1");
  for (std::size_t i = 0; i < found.rows(); ++i) all.push_back(*found.text(i, 0));
  return all;
}

PostgresStore::PostgresStore(std::unique_ptr<store::Session> session, const catalog::Catalog& catalog,
                             bool writes)
    : session_(std::move(session)), catalog_(catalog), district_(catalog.district.id) {
  if (writes) {
    store::migrate(*session_, record_migrations());
  } else {
    moment_.emplace(*session_);
    session_->execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    if (!has_record_tables(*session_)) return;
  }
  read_journal();
}

PostgresStore::~PostgresStore() = default;

void PostgresStore::read_journal() {
  forget();
  const store::Frame lines = session_->query("SELECT number, line FROM zhiheng_journal " +
                                             journal_condition(district_) + " ORDER BY number");
  for (std::size_t i = 0; i < lines.rows(); ++i)
    replay(*lines.text(i, 1), {"zhiheng_journal", static_cast<int>(i + 1)});
}

void PostgresStore::append(const std::string& line) {
  const std::string district = sql_quoted(district_);
  session_->execute("INSERT INTO zhiheng_journal SELECT " + district + ", coalesce(max(number), 0) + 1, " +
                    sql_quoted(line) + " FROM zhiheng_journal WHERE district = " + district);
}

void PostgresStore::lock() {
  session_->query("SELECT CAST(pg_advisory_xact_lock(hashtext('zhiheng records'), hashtext(" +
                  sql_quoted(district_) + ")) AS TEXT) AS locked");
  read_journal();
}

std::unique_ptr<NewBatch> PostgresStore::begin(const catalog::Dataset& dataset) {
  return std::make_unique<Arriving>(*this, dataset);
}

/// Rows that it had replaced are those of the latest other batch with their key, or live again.
void PostgresStore::withdraw(std::string_view name, const std::string& by, const std::string& reason) {
  store::Transaction transaction(*session_);
  lock();
  const Batch& batch = to_withdraw(name);
  const catalog::Dataset* dataset = catalog_.dataset(batch.dataset);
  if (dataset == nullptr) throw Error(kNoDefinition, {}, {batch.dataset, ""});
  auto others = live_batches(batch.dataset);
  std::erase_if(others, [&](const Batch* other) { return other == &batch; });
  const std::string table = sql_quoted(batch.dataset, '"');
  const std::string next = others.empty() ? "NULL"
                                          : "(SELECT max(later._batch) FROM " + table + " AS later WHERE " +
                                                same_key(*dataset, district_, "later", "earlier") +
                                                " AND later._batch > earlier._batch AND later._batch IN (" +
                                                numbers_of(others) + "))";
  session_->execute("UPDATE " + table + " AS earlier SET _replaced_by = " + next +
                    " WHERE earlier._district = " + sql_quoted(district_) +
                    " AND earlier._replaced_by = " + std::to_string(batch.number));
  const std::string line = withdraw_line(batch, by, reason);
  append(line);
  transaction.commit();
  replay(line, {});
}

std::string PostgresStore::live_rows(const std::string& dataset) const {
  const auto live = live_batches(dataset);
  if (live.empty()) return "";
  return "(SELECT * FROM " + sql_quoted(dataset, '"') + " WHERE _district = " + sql_quoted(district_) +
         " AND _replaced_by IS NULL AND _batch IN (" + numbers_of(live) + "))";
}

}  // namespace zhiheng::intake
