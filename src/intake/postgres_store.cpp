#include "intake/postgres_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <future>

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

/// The file as received, on a connection of its own: the other one is busy with rows. Nobody knows of it
/// until it has its name, in the transaction of the rows. One part is on its way while the next one is read.
class ReceivedFile {
 public:
  ReceivedFile(std::unique_ptr<store::Session> session, const std::string& district)
      : session_(std::move(session)), district_(district), transaction_(*session_) {
    session_->execute("DELETE FROM zhiheng_received " + condition(kUnfinished));
  }
  ~ReceivedFile() {
    if (under_way_.valid()) under_way_.wait();
  }

  void add(std::string_view bytes) {
    while (!bytes.empty()) {
      const std::string_view now = bytes.substr(0, kPart - part_.size());
      part_ += now;
      bytes.remove_prefix(now.size());
      if (part_.size() == kPart) send();
    }
  }

  void finish() {
    if (!part_.empty()) send();
    wait();
    transaction_.commit();
  }

  /// Gives it its name; nothing where the same file is there already.
  void name(store::Session& session, const std::string& sha256) const {
    session.execute("UPDATE zhiheng_received SET sha256 = " + sql_quoted(sha256) + " " +
                    condition(kUnfinished) + " AND NOT EXISTS (SELECT 1 FROM zhiheng_received " +
                    condition(sha256) + ")");
    session.execute("DELETE FROM zhiheng_received " + condition(kUnfinished));
  }

 private:
  static constexpr const char* kUnfinished = "unfinished";

  std::string condition(const std::string& sha256) const {
    return journal_condition(district_) + " AND sha256 = " + sql_quoted(sha256);
  }

  void wait() {
    if (under_way_.valid()) under_way_.get();
  }

  void send() {
    wait();
    under_way_ = std::async(std::launch::async,
                            [this, part = std::move(part_), number = parts_++] { store_part(part, number); });
    part_.clear();
  }

  /// A load for each part: a server keeps the rows of a load in memory until there are a thousand.
  void store_part(std::string_view part, std::int64_t number) {
    const auto load = session_->load("zhiheng_received", {"district", "sha256", "part", "bytes"});
    const std::array<std::string_view, 1> district{district_}, hash{kUnfinished}, bytes{part};
    const std::array<std::int64_t, 1> numbers{number};
    using Kind = store::LoadColumn::Kind;
    const std::array<store::LoadColumn, 4> columns{{{Kind::kText, 0, {}, district, {}},
                                                    {Kind::kText, 0, {}, hash, {}},
                                                    {Kind::kNumber, 0, numbers, {}, {}},
                                                    {Kind::kText, 0, {}, bytes, {}}}};
    load->put(1, columns);
    load->finish();
  }

  std::unique_ptr<store::Session> session_;
  std::string district_;
  store::Transaction transaction_;
  std::string part_;
  std::int64_t parts_ = 0;
  std::future<void> under_way_;
};

/// In a transaction of its own: whoever waits to make another district's table doesn't wait for the rows.
LoadTable made_table(store::Session& session, const catalog::Dataset& dataset, const std::string& district) {
  store::Transaction transaction(session);
  LoadTable table = prepare_table(session, dataset, district);
  transaction.commit();
  return table;
}

/// A file on the disk that nobody else sees and that is gone with the object.
class UnnamedFile {
 public:
  UnnamedFile() {
    std::string path = std::filesystem::temp_directory_path() / "zhiheng-XXXXXX";
    file_ = ::mkostemp(path.data(), O_CLOEXEC);
    if (file_ < 0 || ::unlink(path.c_str()) != 0)
      throw Error(kFileUnwritable, {path}, {std::strerror(errno)}, 3);
  }
  ~UnnamedFile() { ::close(file_); }
  UnnamedFile(const UnnamedFile&) = delete;
  UnnamedFile& operator=(const UnnamedFile&) = delete;

  std::string path() const { return "/proc/self/fd/" + std::to_string(file_); }
  void add(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t done = ::write(file_, bytes.data(), bytes.size());
      if (done < 0 && errno == EINTR) continue;
      if (done < 0) throw Error(kFileUnwritable, {path()}, {std::strerror(errno)}, 3);
      bytes.remove_prefix(static_cast<std::size_t>(done));
    }
  }

 private:
  int file_ = -1;
};

}  // namespace

/// One transaction: rows by COPY while the file is read, all else when it has ended.
class PostgresStore::Arriving final : public NewBatch {
 public:
  Arriving(PostgresStore& to, const catalog::Dataset& dataset)
      : to_(to),
        dataset_(dataset),
        table_(made_table(to.session(), dataset, to.district_)),
        transaction_(to.session()) {
    to_.lock();
    number_ = to_.next_number();
    earlier_ = numbers_of(to_.live_batches(dataset.id));
    rows_.emplace(dataset, to_.catalog_, to_.session(), table_, to_.district_, number_);
    file_.emplace(to_.database_->session(), to_.district_);
  }

  void put(const ParcelBlock& block, std::span<const std::int64_t> lines,
           std::span<const std::uint32_t> left_out) override {
    rows_->put(block, lines, left_out);
  }

  void received(std::string_view bytes) override { file_->add(bytes); }

  std::uint64_t complete(const std::string&) override {
    rows_->finish();
    return to_.replace(dataset_, table_, earlier_, number_);
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
    file_->finish();
    file_->name(to_.session(), batch.sha256);
    const std::string line = to_.import_line(std::move(batch), heads);
    to_.append(line);
    transaction_.commit();
    to_.replay(line, {});
    return number_;
  }

 private:
  PostgresStore& to_;
  const catalog::Dataset& dataset_;
  LoadTable table_;
  store::Transaction transaction_;
  std::uint64_t number_ = 0;
  std::string earlier_;  // numbers of the live batches before it
  std::optional<PostgresRows> rows_;
  std::optional<ReceivedFile> file_;
};

/// One transaction over all batches.
class PostgresStore::Renewing final : public Remaking {
 public:
  explicit Renewing(PostgresStore& to) : to_(to), transaction_(to.session()) { to.lock(); }

  std::string file(const Batch& batch) override {
    copy_ = std::make_unique<UnnamedFile>();
    for (int part = 0;; ++part) {
      const store::Frame bytes = to_.session().query(
          "SELECT bytes FROM zhiheng_received " + journal_condition(to_.district_) +
          " AND sha256 = " + sql_quoted(batch.sha256) + " AND part = " + std::to_string(part));
      if (bytes.rows() == 0) return copy_->path();
      copy_->add(*bytes.text(0, 0));
    }
  }

  RowSink& begin(const Batch& batch, const catalog::Dataset& dataset) override {
    batch_ = &batch;
    dataset_ = &dataset;
    table_ = prepare_table(to_.session(), dataset, to_.district_);
    to_.session().execute("DELETE FROM " + sql_quoted(table_.name, '"') + " WHERE _district = " +
                          sql_quoted(to_.district_) + " AND _batch = " + std::to_string(batch.number));
    return rows_.emplace(dataset, to_.catalog_, to_.session(), table_, to_.district_, batch.number);
  }

  void end() override {
    rows_->finish();
    rows_.reset();
    auto earlier = to_.live_batches(dataset_->id);
    std::erase_if(earlier, [&](const Batch* other) { return other->number >= batch_->number; });
    to_.replace(*dataset_, table_, numbers_of(earlier), batch_->number);
  }

  void commit() override { transaction_.commit(); }

 private:
  PostgresStore& to_;
  store::Transaction transaction_;
  const Batch* batch_ = nullptr;
  const catalog::Dataset* dataset_ = nullptr;
  LoadTable table_;
  std::optional<PostgresRows> rows_;
  std::unique_ptr<UnnamedFile> copy_;
};

std::unique_ptr<NewBatch> PostgresStore::begin(const catalog::Dataset& dataset) {
  return std::make_unique<Arriving>(*this, dataset);
}

std::unique_ptr<Remaking> PostgresStore::remake() { return std::make_unique<Renewing>(*this); }

std::uint64_t PostgresStore::replace(const catalog::Dataset& dataset, const LoadTable& table,
                                     const std::string& earlier, std::uint64_t number) {
  if (earlier.empty()) return 0;
  index_keys(*session_, dataset, table);
  const std::string replacing = std::to_string(number), name = sql_quoted(table.name, '"');
  const store::Frame count = session_->query(
      "WITH replaced AS (UPDATE " + name + " AS earlier SET _replaced_by = " + replacing + " FROM " + name +
      " AS later WHERE later._batch = " + replacing + " AND earlier._batch IN (" + earlier + ") AND " +
      same_key(dataset, district_, "earlier", "later") + " RETURNING 1) SELECT count(*) AS n FROM replaced");
  return static_cast<std::uint64_t>(count.decimal(0, 0)->mantissa());
}

std::vector<std::string> PostgresStore::districts(store::Session& session) {
  std::vector<std::string> all;
  if (!has_record_tables(session)) return all;
  const store::Frame found =
      session.query("SELECT DISTINCT district AS district FROM zhiheng_journal ORDER BY 1");
  for (std::size_t i = 0; i < found.rows(); ++i) all.push_back(*found.text(i, 0));
  return all;
}

PostgresStore::PostgresStore(std::unique_ptr<store::Database> database, const catalog::Catalog& catalog,
                             bool writes)
    : database_(std::move(database)),
      session_(database_->session()),
      catalog_(catalog),
      district_(catalog.district.id) {
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
  if (live_batches(dataset).empty()) return "";
  std::vector<const Batch*> withdrawn;
  for (const Batch& batch : batches())
    if (batch.withdrawn && batch.dataset == dataset) withdrawn.push_back(&batch);
  return rows_of_district(*session_, dataset, district_, numbers_of(withdrawn));
}

}  // namespace zhiheng::intake
