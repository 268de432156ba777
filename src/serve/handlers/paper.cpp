// The white paper as it was last made: DISTRICT-YEAR/white-paper.* in the folder of papers.
#include <filesystem>

#include "base/file.h"
#include "serve/handlers.h"
#include "serve/lists.h"
#include "serve/mistakes.h"
#include "serve/papers.h"
#include "serve/site.h"
#include "serve/state.h"

namespace zhiheng::serve {
namespace {

/// The answer stays the same until the paper is made again: whoever has it asks.
Answer paper_file(const Call& call, const std::string& format) {
  const std::string& district = call.district().catalog.district.id;
  const auto years = paper_years(call.state.options.papers, district);
  const int year = call.number("year", years.empty() ? 0 : years.back());
  const std::string name = "white-paper." + format;
  const std::string path =
      call.state.options.papers + "/" + district + "-" + std::to_string(year) + "/" + name;
  std::error_code none;
  if (!std::filesystem::is_regular_file(path, none))
    throw Error(kNoPaper, {}, {district, std::to_string(year)});
  Answer answer;
  answer.type = media_type(name);
  answer.keep = Keep::kCheck;
  answer.body = read_file(path, name);
  return answer;
}

}  // namespace

Answer get_paper(const Call& call) { return paper_file(call, "json"); }

Answer get_paper_file(const Call& call) {
  const std::string& format = call.text("format");
  if (format != "html" && format != "pdf" && format != "docx" && format != "xlsx") throw Error(kNotFound, {});
  Answer answer = paper_file(call, format);
  const bool is_shown = format == "html" || format == "pdf";
  answer.headers.emplace_back("Content-Disposition", std::string(is_shown ? "inline" : "attachment") +
                                                         "; filename=\"" + call.text("district") +
                                                         "-white-paper." + format + "\"");
  // The file says itself which of its scripts may run; here it is shut off from the rest of the site.
  if (format == "html") answer.policy = "sandbox allow-scripts allow-popups; frame-ancestors 'none'";
  return answer;
}

}  // namespace zhiheng::serve
