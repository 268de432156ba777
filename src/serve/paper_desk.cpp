#include "serve/paper_desk.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "base/file.h"
#include "base/text.h"
#include "report/build.h"
#include "report/json.h"
#include "report/write.h"
#include "serve/multipart.h"
#include "serve/papers.h"

namespace zhiheng::serve {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

constexpr ErrorCode kUnknownChapter{"chapter.unknown", "没有本地区自编的部分 {}",
                                    "the district has no part {} of its own"};
constexpr const char* kEditionFormats[] = {"html", "pdf", "docx", "xlsx", "json"};

std::string name_of(const char* format) { return std::string(kReport) + "." + format; }

/// The heading that a part begins with or stands below.
std::string title_of(const report::Document& document, const report::OwnPart& part) {
  for (std::size_t i = std::min(part.first + 1, document.blocks.size()); i-- > 0;)
    if (const auto* heading = std::get_if<report::Heading>(&document.blocks[i]))
      return report::plain_text(heading->title);
  return part.file;
}

flow::CasePtr chapter_case(const flow::Flows& flows, int year, const std::string& id) {
  const auto page =
      flows.list({.flow = "chapter", .subject = "chapter:" + std::to_string(year) + ":" + id, .count = 1});
  return page.items.empty() ? nullptr : page.items.front();
}

/// The text that the case last put into the paper; none where it never did.
const std::string* published_text(const flow::Case& one, std::string& kept) {
  bool published = false;
  std::string now;
  for (const auto& taken : one.history) {
    if (taken->fields.is_object() && taken->fields.contains("text")) now = taken->fields["text"];
    if (taken->to == "published") {
      published = true;
      kept = now;
    }
  }
  return published ? &kept : nullptr;
}

/// The parts of `all` that the ids name, by their member `id`.
Json chosen(const Json& all, const std::set<std::string>& ids) {
  Json some = Json::array();
  for (const Json& each : all)
    if (ids.contains(each.value("id", ""))) some.push_back(each);
  return some;
}

void take_lineages(const Json& table, std::set<std::string>& lineages) {
  for (const Json& row : table["rows"])
    for (const Json& cell : row)
      if (cell.contains("lineage") && cell["lineage"].is_string()) lineages.insert(cell["lineage"]);
}

/// Only what the blocks need of a paper.
Json shelves(const Json& paper) {
  Json out{{"nodes", paper["text"]}};
  for (const char* shelf : {"headings", "tables", "figures", "cases", "footnotes"})
    out[shelf] = paper.value(shelf, Json::array());
  std::set<std::string> numbers, lineages;
  for (const Json& block : paper["text"])
    for (const Json& id : block.value("numbers", Json::array())) numbers.insert(id);
  out["numbers"] = chosen(paper["numbers"], numbers);
  for (const Json& number : out["numbers"]) lineages.insert(number.value("lineage", ""));
  for (const Json& table : out["tables"]) take_lineages(table, lineages);
  for (const Json& figure : out["figures"]) take_lineages(figure["data"], lineages);
  out["lineage"] = Json::object();
  for (const auto& [id, lineage] : paper["lineage"].items())
    if (lineages.contains(id)) out["lineage"][id] = lineage;
  return out;
}

}  // namespace

PaperDesk::PaperDesk(Options options, flow::Flows& flows, const FileStore& files)
    : options_(std::move(options)), flows_(flows), files_(files) {}

void PaperDesk::forget() {
  const std::lock_guard lock(mutex_);
  district_.reset();
  titles_.clear();
}

std::shared_ptr<views::LoadedDistrict> PaperDesk::loaded() {
  if (!district_) {
    district_ = views::load_district(options_.home, options_.district, options_.records);
    district_->diagnostics.throw_if_errors();
  }
  return district_;
}

std::vector<int> PaperDesk::years() {
  const std::lock_guard lock(mutex_);
  std::vector<int> years;
  for (const auto& [year, _] : loaded()->catalog.district.years) years.push_back(year);
  return years;
}

std::string PaperDesk::source(const std::string& file) const {
  const std::string shown = report::own_parts(district_->catalog, kReport) + "/" + file;
  const std::string path = district_->catalog.district.folder + "/reports/" + kReport + "/" + file;
  return fs::exists(path) ? read_file(path, shown) : "";
}

std::map<std::string, std::string> PaperDesk::published_texts(int year) const {
  std::map<std::string, std::string> texts;
  flow::Query query{
      .flow = "chapter", .subject = "chapter:" + std::to_string(year) + ":", .subject_begins = true};
  query.count = SIZE_MAX;
  for (const auto& one : flows_.list(query).items) {
    std::string kept;
    if (published_text(*one, kept) != nullptr)
      texts[one->subject.substr(query.subject.size()) + ".md"] = kept;
  }
  return texts;
}

std::map<std::string, std::string> PaperDesk::titles(int year) {
  if (titles_.contains(year)) return titles_[year];
  Diagnostics diagnostics;
  const Theme theme = catalog::load_theme(options_.home, diagnostics);
  const auto document = report::build_document(*loaded()->evaluator, kReport, year, theme, diagnostics);
  for (const auto& part : document.own_parts) titles_[year][part.file] = title_of(document, part);
  return titles_[year];
}

Json PaperDesk::chapters(int year) {
  const std::lock_guard lock(mutex_);
  const auto district = loaded();
  const auto named = titles(year);
  Json items = Json::array();
  for (const auto& path : list_files(district->catalog.district.folder + "/reports/" + kReport, ".md")) {
    const std::string file = fs::path(path).filename().string(), id = fs::path(path).stem().string();
    const auto one = chapter_case(flows_, year, id);
    const std::string text = one ? one->fields.value("text", "") : source(file);
    const std::string title = named.contains(file) ? named.at(file) : id;
    items.push_back({{"id", id},
                     {"title", {{"zh", title}, {"en", title}}},
                     {"own", true},
                     {"text", text},
                     {"state", one ? Json(one->state) : Json()},
                     {"case", one ? Json(one->id) : Json()},
                     {"version", one ? Json(one->version) : Json()}});
  }
  return items;
}

Json PaperDesk::preview(int year, const std::string& chapter, const std::string& text) {
  const std::lock_guard lock(mutex_);
  const auto district = loaded();
  const std::string file = chapter + ".md";
  if (!is_identifier(chapter) || source(file).empty()) throw Error(kUnknownChapter, {}, {chapter});
  auto texts = published_texts(year);
  texts[file] = text;
  Diagnostics diagnostics;
  const Theme theme = catalog::load_theme(options_.home, diagnostics);
  report::Document document = report::build_document(
      *district->evaluator, kReport, year, theme, diagnostics, [](const report::Figure&) {}, texts);
  std::vector<report::Block> blocks;
  for (const auto& part : document.own_parts) {
    if (part.file != file) continue;
    const auto first = document.blocks.begin() + static_cast<std::ptrdiff_t>(part.first);
    blocks.assign(first, first + static_cast<std::ptrdiff_t>(part.count));
  }
  document.blocks = std::move(blocks);
  Json out = shelves(Json::parse(report::render_json(document)));
  out["warnings"] = Json::array();
  for (const Diagnostic& said : diagnostics.items()) {
    if (!said.where.file.ends_with("/" + file)) continue;
    out["warnings"].push_back(
        {{"line", said.where.line}, {"code", said.code}, {"zh", said.zh}, {"en", said.en}});
  }
  return out;
}

void PaperDesk::make(JobRun& run, int year, const std::string& folder) {
  const std::lock_guard lock(mutex_);
  run.tell(0, 3, "编制", "writing");
  const auto district = loaded();
  report::FigureDrawing drawing;
  report::WriteOptions write;
  write.pdf.modules = views::tool_folder(options_.home);
  Diagnostics diagnostics;
  const Theme theme = catalog::load_theme(options_.home, diagnostics);
  report::Document document = report::build_document(
      *district->evaluator, kReport, year, theme, diagnostics,
      [&](const report::Figure& figure) { drawing.begin(figure); }, published_texts(year));
  diagnostics.throw_if_errors();
  run.tell(1, 3, "排版", "typesetting");
  report::write_report(document, theme, write, drawing, folder, [](const std::string&) {});
  run.tell(2, 3, "存档", "keeping");
}

Json PaperDesk::draft(JobRun& run, int year) {
  StagedFolder folder(options_.papers + "/" + options_.district + "-" + std::to_string(year));
  make(run, year, folder.path());
  folder.commit(name_of("json"));
  return {{"year", year}, {"formats", kEditionFormats}};
}

Json PaperDesk::freeze(JobRun& run, int year, const std::string& label, const std::string& note,
                       const std::string& by) {
  const UploadFolder folder(options_.scratch);
  make(run, year, folder.path());
  if (!run.goes_on()) return {};
  Json files = Json::object();
  for (const char* format : kEditionFormats) {
    const std::string path = folder.path() + "/" + name_of(format);
    files[format] = files_.keep({path, options_.district + "-" + std::to_string(year) + "." + format,
                                 static_cast<std::size_t>(fs::file_size(path))});
  }
  flow::Open open;
  open.flow = "edition";
  open.subject = "paper:" + std::to_string(year);
  open.fields = {{"label", label}, {"files", std::move(files)}};
  if (!note.empty()) open.fields["note"] = note;
  return flow::json_of(*flows_.change({.by = by, .by_platform = true, .what = std::move(open)}));
}

flow::CasePtr PaperDesk::edition(int year) const {
  const auto page = flows_.list({.flow = "edition", .subject = "paper:" + std::to_string(year), .count = 1});
  return page.items.empty() ? nullptr : page.items.front();
}

std::string PaperDesk::paper_json(int year, const std::string& which) const {
  const auto none = [&] { return Error(kNoPaper, {}, {options_.district, std::to_string(year)}); };
  std::string path =
      options_.papers + "/" + options_.district + "-" + std::to_string(year) + "/" + name_of("json");
  if (which != "current") {
    const auto one = flows_.find(which);
    if (one == nullptr || one->flow != "edition") throw none();
    path = files_.path(one->fields["files"]["json"].value("sha256", "")).value_or("");
  }
  if (!fs::exists(path)) throw none();
  return read_file(path, path);
}

}  // namespace zhiheng::serve
