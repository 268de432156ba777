#include "serve/intake.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "intake/import.h"
#include "report/returned_rows.h"
#include "serve/mistakes.h"
#include "serve/state.h"
#include "views/day.h"
#include "views/import_json.h"

namespace zhiheng::serve {
namespace {

using Json = nlohmann::ordered_json;

constexpr ErrorCode kNoFile{"file.none", "文件 {} 已不在", "the file {} is no longer there"};
constexpr ErrorCode kNothingTaken{"intake.nothing-taken", "没有可收的行", "there was no row to take in"};
constexpr std::size_t kMostShown = 50;  // warnings of a submission; the rest is counted

std::string place_of(const FileStore& files, const Json& file) {
  const auto path = files.path(file.value("sha256", ""));
  if (!path) throw Error(kNoFile, {}, {file.value("name", "")});
  return *path;
}

/// Rejected rows as lines of JSON: first the heads, then one a row.
class RowLines {
 public:
  explicit RowLines(const std::string& path) : path_(path), file_(path + ".new", std::ios::binary) {}
  void begin(const std::vector<std::string>& heads) { write(Json(heads)); }
  void add(const intake::Returned& row) {
    Json reasons = Json::array();
    for (const Diagnostic& reason : row.reasons)
      reasons.push_back({{"code", reason.code},
                         {"zh", reason.zh},
                         {"en", reason.en},
                         {"cell", reason.where.column > 0 ? Json(reason.where.column - 1) : Json()}});
    write({{"line", row.line}, {"cells", row.cells}, {"reasons", std::move(reasons)}});
  }
  void finish() {
    file_.close();
    if (!file_) throw Error(kFileUnwritable, {path_}, {path_}, kSurroundings);
    std::filesystem::rename(path_ + ".new", path_);
  }

 private:
  void write(const Json& json) { file_ << json.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n'; }
  std::string path_;
  std::ofstream file_;
};

intake::ImportOptions options_of(JobRun* run, const Json& file, bool simulated,
                                 std::map<std::string, std::string> heads, RowLines* rows) {
  intake::ImportOptions options;
  options.simulated = simulated;
  options.heads = std::move(heads);
  options.called = file.value("name", "");
  options.today = views::day_or_today("");
  if (run != nullptr)
    options.progress = [run](const intake::ImportProgress& p) {
      run->tell(p.bytes, p.of_bytes, "读取", "reading");
    };
  if (rows != nullptr) {
    options.begin_returned = [rows](const std::vector<std::string>& heads_) { rows->begin(heads_); };
    options.returned = [rows](const intake::Returned& row) { rows->add(row); };
    options.end_returned = [rows] { rows->finish(); };
  }
  return options;
}

std::map<std::string, std::string> heads_of(const Json& fields) {
  std::map<std::string, std::string> heads;
  if (fields.contains("heads") && fields["heads"].is_object())
    for (const auto& [head, column] : fields["heads"].items()) heads[head] = column.get<std::string>();
  return heads;
}

/// What a check came to, as fields of the case.
Json fields_of(const Sending& sending, const intake::ImportResult& result, const catalog::Dataset& dataset) {
  Json said = views::import_json(result, sending.file.value("name", ""), dataset);
  Json fields{{"dataset", sending.dataset}, {"file", sending.file}};
  for (const char* name : {"format", "rows", "accepted", "rejected", "replaced", "unknown_heads", "faults"})
    fields[name] = said[name];
  Json warnings = Json::array();
  for (const Json& warning : said["warnings"])
    if (warnings.size() < kMostShown) warnings.push_back(warning);
  fields["warnings"] = std::move(warnings);
  fields["comparisons"] = said["against_last"];
  fields["too_different"] = result.too_different;
  fields["simulated"] = sending.simulated;
  fields["heads"] = Json(sending.heads);
  fields["periods"] = result.periods;
  if (!sending.replaces.empty()) fields["replaces"] = sending.replaces;
  if (result.too_different)
    fields["reason"] = "与上期相比变动过大 the numbers are too far from the last";
  else if (result.known)
    fields["reason"] = "同一文件已入库，批次 the same file is there already as " + result.batch;
  else if (result.accepted == 0)
    fields["reason"] = "没有一行合格 no row holds";
  return fields;
}

}  // namespace

Intake::Intake(views::Records& records, flow::Flows& flows, const FileStore& files, std::string folder,
               std::function<void()> changed)
    : records_(records),
      flows_(flows),
      files_(files),
      folder_(std::move(folder)),
      changed_(std::move(changed)) {
  std::filesystem::create_directories(folder_);
  std::filesystem::permissions(folder_, std::filesystem::perms::owner_all);
  remember_batches();
}

void Intake::remember_batches() {
  auto fresh = std::make_shared<const std::vector<intake::Batch>>(records_.store->batches());
  const std::lock_guard lock(batches_mutex_);
  batches_ = std::move(fresh);
}

std::shared_ptr<const std::vector<intake::Batch>> Intake::batches() const {
  const std::lock_guard lock(batches_mutex_);
  return batches_;
}

std::string Intake::rows_path(const flow::Case& submission) {
  const std::string path =
      folder_ + "/" + submission.subject + "-" + submission.fields["file"].value("sha256", "") + ".ndjson";
  if (std::filesystem::exists(path)) return path;
  RowLines rows(path);
  const Json& file = submission.fields["file"];
  auto options = options_of(nullptr, file, false, heads_of(submission.fields), &rows);
  options.dry_run = true;
  const std::lock_guard lock(store_);
  intake::import_file(*records_.store, records_.catalog, records_.dataset(submission.subject),
                      records_.calendar, place_of(files_, file), options);
  return path;
}

Json Intake::check(JobRun& run, const Sending& sending) {
  const catalog::Dataset& dataset = records_.dataset(sending.dataset);
  RowLines rows(folder_ + "/" + sending.dataset + "-" + sending.file.value("sha256", "") + ".ndjson");
  auto options = options_of(&run, sending.file, sending.simulated, sending.heads, &rows);
  options.dry_run = true;
  options.by = sending.by;
  intake::ImportResult result;
  {
    const std::lock_guard lock(store_);
    result = intake::import_file(*records_.store, records_.catalog, dataset, records_.calendar,
                                 place_of(files_, sending.file), options);
  }
  if (!run.goes_on()) return {};
  flow::Open open{"submission", sending.dataset, sending.unit,
                  "",           dataset.domain,  fields_of(sending, result, dataset)};
  open.to = open.fields.contains("reason") ? "handed_back" : "sent";
  const auto opened =
      flows_.change({.at = {}, .by = sending.by, .key = {}, .by_platform = true, .what = std::move(open)});
  if (const auto former = flows_.find(sending.replaces)) {
    flows_.change({.at = {},
                   .by = sending.by,
                   .key = {},
                   .by_platform = true,
                   .what = flow::Step{former->id, "replace", former->version}});
  }
  return flow::json_of(*opened);
}

void Intake::refuse_locked(const flow::Case& submission) const {
  flow::Query query{.flow = "lock", .subject = submission.subject + ":", .subject_begins = true};
  query.open_only = true;
  query.count = SIZE_MAX;
  for (const auto& lock : flows_.list(query).items) {
    const std::string locked = lock->subject.substr(submission.subject.size() + 1);
    for (const Json& period : submission.fields.value("periods", Json::array())) {
      if (period.get<std::string>().starts_with(locked))
        throw Error(kLocked, {}, {submission.subject, locked, lock->fields.value("reason", "")});
    }
  }
}

Json Intake::take_in(JobRun& run, const std::string& id, const std::string& by) {
  const auto submission = flows_.find(id);
  const Json& fields = submission->fields;
  const auto step = [&](const char* name, Json given) {
    flows_.change({.at = {},
                   .by = by,
                   .key = {},
                   .by_platform = true,
                   .what = flow::Step{id, name, flows_.find(id)->version, std::move(given)}});
  };
  try {
    auto options =
        options_of(&run, fields["file"], fields.value("simulated", false), heads_of(fields), nullptr);
    options.by = by;
    intake::ImportResult result;
    {
      const std::lock_guard lock(store_);
      result = intake::import_file(*records_.store, records_.catalog, records_.dataset(submission->subject),
                                   records_.calendar, place_of(files_, fields["file"]), options);
      remember_batches();
    }
    if (result.batch.empty()) throw Error(kNothingTaken, {});
    step("imported", {{"batch", result.batch}});
    changed_();
    return {{"batch", result.batch}, {"rows", result.accepted}, {"submission", id}};
  } catch (const Error& error) {
    step("not_imported", {{"reason", error.diagnostics().front().zh}});
    throw;
  }
}

std::vector<std::string> Intake::interrupted() const {
  flow::Query query{.flow = "submission", .state = "approved"};
  query.count = SIZE_MAX;
  std::vector<std::string> ids;
  for (const auto& one : flows_.list(query).items)
    if (!one->fields.contains("batch")) ids.push_back(one->id);
  return ids;
}

Json Intake::rejected(const flow::Case& submission, std::size_t offset, std::size_t count) {
  std::ifstream file(rows_path(submission));
  std::string line;
  Json heads = Json::array(), items = Json::array();
  std::size_t total = 0;
  if (std::getline(file, line)) heads = Json::parse(line);
  for (; std::getline(file, line); ++total)
    if (total >= offset && total - offset < count) items.push_back(Json::parse(line));
  return {{"heads", std::move(heads)}, {"items", std::move(items)}, {"total", total}};
}

void Intake::write_rejected(const flow::Case& submission, const std::string& path) {
  std::ifstream file(rows_path(submission));
  std::string line;
  report::ReturnedRows rows(path);
  rows.begin(std::getline(file, line) ? Json::parse(line).get<std::vector<std::string>>()
                                      : std::vector<std::string>());
  while (std::getline(file, line)) {
    const Json row = Json::parse(line);
    std::vector<Diagnostic> reasons;
    for (const Json& reason : row["reasons"]) {
      Diagnostic said;
      said.code = reason["code"], said.zh = reason["zh"], said.en = reason["en"];
      reasons.push_back(std::move(said));
    }
    rows.add(row["line"], row["cells"].get<std::vector<std::string>>(), reasons);
  }
  rows.finish();
}

void Intake::withdraw(const std::string& batch, const std::string& by, const std::string& reason) {
  {
    const std::lock_guard lock(store_);
    records_.store->withdraw(batch, by, reason);
    remember_batches();
  }
  flow::Query query{.flow = "submission", .state = "approved"};
  query.count = SIZE_MAX;
  for (const auto& one : flows_.list(query).items) {
    if (one->fields.value("batch", "") != batch) continue;
    flows_.change({.at = {},
                   .by = by,
                   .key = {},
                   .by_platform = true,
                   .what = flow::Step{one->id, "take_out", one->version, {{"reason", reason}}}});
  }
  changed_();
}

}  // namespace zhiheng::serve
