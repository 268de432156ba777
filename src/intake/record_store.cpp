#include "intake/record_store.h"

#include <ctime>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/file.h"

namespace zhiheng::intake {
namespace {

using Json = nlohmann::ordered_json;

constexpr ErrorCode kBroken{"workspace.journal-broken", "日志从这一行起与前文不符，可能被改过；请由备份恢复",
                            "from this line on the journal doesn't follow from what is before: it may have "
                            "been changed; restore a backup"};
constexpr ErrorCode kNoBatch{"workspace.no-batch", "没有批次 {}；用 zhiheng batches 查看",
                             "there is no batch {}: see zhiheng batches"};
constexpr ErrorCode kGone{"workspace.withdrawn-already", "批次 {} 已于 {} 撤回",
                          "the batch {} was withdrawn at {}"};

std::string now() {
  const std::time_t time = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&time, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

Json to_json(const Figures& f) {
  Json periods = Json::object();
  for (const auto& [name, p] : f.periods)
    periods[name] = {{"rows", p.rows},     {"rejected", p.rejected}, {"filled", p.filled},
                     {"warned", p.warned}, {"compared", p.compared}, {"exceeded", p.exceeded}};
  return {{"columns", f.columns}, {"filled", f.filled}, {"warnings", f.warnings}, {"periods", periods}};
}

Figures figures_of(const Json& json) {
  Figures f;
  f.columns = json.at("columns");
  f.filled = json.at("filled");
  f.warnings = json.at("warnings");
  for (const auto& [name, p] : json.at("periods").items())
    f.periods[name] = {p.at("rows"),   p.at("rejected"), p.at("filled"),
                       p.at("warned"), p.at("compared"), p.at("exceeded")};
  return f;
}

Json to_json(const Batch& b) {
  Json json{{"number", b.number},
            {"dataset", b.dataset},
            {"sha256", b.sha256},
            {"file", b.file},
            {"at", b.at},
            {"by", b.by},
            {"definition", b.definition},
            {"rows", b.rows},
            {"rejected", b.rejected},
            {"warnings", b.warnings},
            {"replaced", b.replaced},
            {"simulated", b.simulated}};
  if (b.figures) json["figures"] = to_json(*b.figures);
  return json;
}

Batch batch_of(const Json& json) {
  Batch b;
  b.number = json.at("number");
  b.dataset = json.at("dataset");
  b.sha256 = json.at("sha256");
  b.file = json.at("file");
  b.at = json.at("at");
  b.by = json.at("by");
  b.definition = json.at("definition");
  b.rows = json.at("rows");
  b.rejected = json.at("rejected");
  b.warnings = json.at("warnings");
  b.replaced = json.at("replaced");
  b.simulated = json.at("simulated");
  if (json.contains("figures")) b.figures = figures_of(json["figures"]);
  return b;
}

}  // namespace

void RecordStore::replay(const std::string& line, const Location& where) {
  const Json json = Json::parse(line, nullptr, false);
  try {
    if (json.is_discarded() || json.at("before") != last_hash_) throw Error(kBroken, where);
    const std::string does = json.at("does");
    if (does == "import") {
      batches_.push_back(batch_of(json.at("batch")));
      for (const auto& [head, column] : json.at("heads").items())
        heads_[batches_.back().dataset][head] = column;
    } else if (does == "withdraw") {
      Batch& batch = batches_.at(json.at("number").get<std::uint64_t>() - 1);
      batch.withdrawn = true;
      batch.withdrawn_at = json.at("at");
      batch.withdrawn_by = json.at("by");
      batch.reason = json.at("reason");
    } else {
      throw Error(kBroken, where);
    }
  } catch (const nlohmann::json::exception&) {
    throw Error(kBroken, where);
  } catch (const std::out_of_range&) {
    throw Error(kBroken, where);
  }
  last_hash_ = sha256_hex(line);
}

void RecordStore::forget() {
  batches_.clear();
  heads_.clear();
  last_hash_.clear();
}

const Batch* RecordStore::batch(std::string_view name) const {
  for (const Batch& batch : batches_)
    if (batch.id() == name || std::to_string(batch.number) == name) return &batch;
  return nullptr;
}

const Batch* RecordStore::live_batch(std::string_view dataset, std::string_view sha256) const {
  for (const Batch& batch : batches_)
    if (!batch.withdrawn && batch.dataset == dataset && batch.sha256 == sha256) return &batch;
  return nullptr;
}

std::map<std::string, std::string> RecordStore::known_heads(const std::string& dataset) const {
  const auto found = heads_.find(dataset);
  return found == heads_.end() ? std::map<std::string, std::string>{} : found->second;
}

std::vector<const Batch*> RecordStore::live_batches(std::string_view dataset) const {
  std::vector<const Batch*> live;
  for (const Batch& batch : batches_)
    if (!batch.withdrawn && batch.dataset == dataset) live.push_back(&batch);
  return live;
}

std::string RecordStore::import_line(Batch batch, const std::map<std::string, std::string>& heads) const {
  batch.number = next_number();
  batch.at = now();
  return Json({{"before", last_hash_}, {"does", "import"}, {"batch", to_json(batch)}, {"heads", heads}})
      .dump();
}

std::string RecordStore::withdraw_line(const Batch& batch, const std::string& by,
                                       const std::string& reason) const {
  return Json({{"before", last_hash_},
               {"does", "withdraw"},
               {"number", batch.number},
               {"at", now()},
               {"by", by},
               {"reason", reason}})
      .dump();
}

const Batch& RecordStore::to_withdraw(std::string_view name) const {
  const Batch* found = batch(name);
  if (found == nullptr) throw Error(kNoBatch, {}, {std::string(name)});
  if (found->withdrawn) throw Error(kGone, {}, {found->id(), found->withdrawn_at});
  return *found;
}

}  // namespace zhiheng::intake
