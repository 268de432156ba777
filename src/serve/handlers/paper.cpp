// The white paper: editions and drafts as files, and its writing.
#include <algorithm>
#include <filesystem>
#include <set>

#include "base/file.h"
#include "serve/body.h"
#include "serve/case_access.h"
#include "serve/handlers.h"
#include "serve/lists.h"
#include "serve/mistakes.h"
#include "serve/papers.h"
#include "serve/site.h"
#include "serve/state.h"

namespace zhiheng::serve {
namespace {

constexpr ErrorCode kOtherDistrict{"paper.other-district", "这里只编写 {} 的白皮书",
                                   "only the paper of {} is written here"};
constexpr const char* kFormats[] = {"html", "pdf", "docx", "xlsx", "json"};

bool is_format(const std::string& text) { return std::ranges::find(kFormats, text) != std::end(kFormats); }

std::string drafts(const Call& call) { return call.state.options.workspace + "/papers"; }

bool is_own(const Call& call) { return call.text("district") == call.state.own_district(); }

void require_own(const Call& call) {
  if (!is_own(call)) throw Error(kOtherDistrict, {}, {call.state.own_district()});
}

/// The years of which there is a paper, of whatever kind.
std::vector<int> years_of(const Call& call, const std::string& district) {
  std::set<int> years;
  for (const std::string& folder : {drafts(call), call.state.options.papers})
    for (const int year : paper_years(folder, district)) years.insert(year);
  if (district == call.state.own_district())
    for (const int year : call.state.desk.years())
      if (call.state.desk.edition(year) != nullptr) years.insert(year);
  return {years.begin(), years.end()};
}

/// The newest edition; where there is none, the draft; where there is none either, what was made with the
/// command.
std::string path_of(const Call& call, const std::string& district, int year, const std::string& format) {
  if (is_own(call)) {
    if (const auto edition = call.state.desk.edition(year))
      if (const auto path = call.state.files.path(edition->fields["files"][format].value("sha256", "")))
        return *path;
  }
  const std::string name = "/" + district + "-" + std::to_string(year) + "/white-paper." + format;
  for (const std::string& folder : {drafts(call), call.state.options.papers}) {
    std::error_code none;
    if (std::filesystem::is_regular_file(folder + name, none)) return folder + name;
  }
  throw Error(kNoPaper, {}, {district, std::to_string(year)});
}

/// The answer stays the same until the paper is made again: whoever has it asks.
Answer paper_file(const Call& call, const std::string& format) {
  const std::string& district = call.district().catalog.district.id;
  const auto years = years_of(call, district);
  const int year = call.number("year", years.empty() ? 0 : years.back());
  Answer answer;
  answer.type = media_type("white-paper." + format);
  answer.keep = Keep::kCheck;
  answer.body = read_file(path_of(call, district, year, format), "white-paper." + format);
  return answer;
}

Answer shown(Answer answer, const Call& call, const std::string& format) {
  const bool is_shown = format == "html" || format == "pdf";
  answer.headers.emplace_back("Content-Disposition", std::string(is_shown ? "inline" : "attachment") +
                                                         "; filename=\"" + call.text("district") +
                                                         "-white-paper." + format + "\"");
  // The file says itself which of its scripts may run; here it is shut off from the rest of the site.
  if (format == "html") answer.policy = "sandbox allow-scripts allow-popups; frame-ancestors 'none'";
  return answer;
}

int year_of(Members& members) {
  constexpr std::uint64_t kLast = 2100;
  const std::uint64_t year = members.number("year");
  if (year > kLast) throw Error(kBadMember, {}, {"year", "年份 a year"});
  return static_cast<int>(year);
}

}  // namespace

std::vector<int> papers_of(const Call& call, const std::string& district) { return years_of(call, district); }

Answer get_paper(const Call& call) { return paper_file(call, "json"); }

Answer get_paper_file(const Call& call) {
  const std::string& format = call.text("format");
  if (!is_format(format) || format == "json") throw Error(kNotFound, {});
  return shown(paper_file(call, format), call, format);
}

Answer list_chapters(const Call& call) {
  require_own(call);
  const auto years = call.state.desk.years();
  const Json items = call.state.desk.chapters(call.number("year", years.empty() ? 0 : years.back()));
  return list_answer(call, {items.begin(), items.end()});
}

Answer post_preview(const Call& call) {
  require_own(call);
  constexpr std::size_t kMostText = 200'000;
  Members members(call.request);
  const int year = year_of(members);
  const std::string chapter = members.text("chapter"), text = members.optional_text("text", kMostText);
  members.end();
  return json_answer(call.state.desk.preview(year, chapter, text));
}

Answer post_draft(const Call& call) {
  require_own(call);
  Members members(call.request);
  const int year = year_of(members);
  members.end();
  return job_answer(call.state.jobs.start(
      {"paper", std::to_string(year), call.visit.account(),
       [&state = call.state, year](JobRun& run) { return state.desk.draft(run, year); }}));
}

Answer post_edition(const Call& call) {
  require_own(call);
  Members members(call.request);
  const int year = year_of(members);
  const std::string label = members.text("label"), note = members.optional_text("note", 3000);
  members.end();
  return job_answer(
      call.state.jobs.start({"freeze", label, call.visit.account(),
                             [&state = call.state, year, label, note, by = call.visit.account()](
                                 JobRun& run) { return state.desk.freeze(run, year, label, note, by); }}));
}

Answer list_editions(const Call& call) {
  std::vector<Json> items;
  flow::Query query{.flow = "edition"};
  query.count = SIZE_MAX;
  if (is_own(call))
    for (const auto& one : call.state.flows.list(query).items) items.push_back(case_json(call, *one, false));
  return list_answer(call, items);
}

Answer get_edition_file(const Call& call) {
  const std::string& format = call.text("format");
  const auto one = call.state.flows.find(call.text("edition"));
  if (!is_format(format) || !is_own(call) || one == nullptr || one->flow != "edition")
    throw Error(kNotFound, {});
  const auto path = call.state.files.path(one->fields["files"][format].value("sha256", ""));
  if (!path) throw Error(kNotFound, {});
  Answer answer;
  answer.type = media_type("white-paper." + format);
  answer.keep = Keep::kCheck;
  answer.body = read_file(*path, one->id);
  return shown(std::move(answer), call, format);
}

Answer get_comparison(const Call& call) {
  require_own(call);
  const auto years = years_of(call, call.state.own_district());
  const int year = call.number("year", years.empty() ? 0 : years.back());
  const auto read = [&](const char* name) {
    return call.state.desk.paper_json(year, call.has(name) ? call.text(name) : "current");
  };
  return json_answer(compare_papers(read("a"), read("b")));
}

}  // namespace zhiheng::serve
