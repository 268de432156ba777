// The journal, for those who watch over it.
#include "journal/journal.h"

#include <algorithm>
#include <chrono>

#include "journal/verify.h"
#include "serve/body.h"
#include "serve/handlers.h"
#include "serve/lists.h"
#include "serve/mistakes.h"
#include "serve/state.h"
#include "views/day.h"

namespace zhiheng::serve {
namespace {

constexpr ErrorCode kNoStream{"journal.no-stream", "日志没有 {} 这一部分", "the journal has no stream {}"};
constexpr std::size_t kMostDays = 400;

std::string folder_of(const Call& call) { return call.state.options.workspace + "/journal"; }

Json head_json(const journal::DailyHead& head) {
  return {{"day", head.day}, {"short", head.short_form()}, {"hash", head.hash}};
}

Json stream_json(const journal::StreamReport& stream) {
  return {{"stream", stream.head.stream},
          {"lines", stream.head.lines},
          {"hash", stream.head.hash},
          {"algorithm", stream.head.algorithm == journal::Algorithm::kSm3 ? "sm3" : "sha256"},
          {"bytes", stream.bytes},
          {"at", stream.at},
          {"breaks", stream.breaks},
          {"torn", stream.torn}};
}

/// {number, at, by, does, entry} of a line, without what chains it.
Json line_json(const journal::Line& line) {
  Json entry = Json::parse(line.text, nullptr, false);
  if (!entry.is_object()) return {{"number", line.number}, {"entry", std::string(line.text)}};
  entry.erase("before");
  const auto word = [&](const char* name) { return entry.contains(name) ? entry[name] : Json(); };
  return {{"number", line.number},
          {"at", word("at")},
          {"by", word("by")},
          {"does", word("does").is_null() ? word("kind") : word("does")},
          {"entry", entry}};
}

}  // namespace

Answer get_journal(const Call& call) {
  const auto verification = journal::verify(folder_of(call));
  Json streams = Json::array(), days = Json::array();
  for (const auto& stream : verification.streams) streams.push_back(stream_json(stream));
  auto heads = journal::daily_heads(verification.streams);
  std::ranges::reverse(heads);
  for (std::size_t i = 0; i < std::min(heads.size(), kMostDays); ++i) days.push_back(head_json(heads[i]));
  return json_answer(
      {{"streams", std::move(streams)}, {"now", head_json(verification.now)}, {"days", std::move(days)}});
}

Answer list_heads(const Call& call) {
  auto heads = journal::daily_heads(journal::verify(folder_of(call)).streams);
  const std::string today = views::day_or_today("").to_string();
  std::erase_if(heads,
                [&](const auto& head) { return head.day >= today; });  // its last line is not written yet
  std::ranges::reverse(heads);
  Json items = Json::array();
  for (const auto& head : heads)
    items.push_back({{"id", head.day}, {"day", head.day}, {"short", head.short_form()}, {"hash", head.hash}});
  return list_answer(call, {items.begin(), items.end()});
}

Answer list_journal(const Call& call) {
  const std::string& stream = call.text("stream");
  const auto files = journal::stream_files(folder_of(call), stream);
  if (files.empty()) throw Error(kNoStream, {}, {stream});
  const std::string& words = call.text("q");
  std::vector<std::pair<std::uint64_t, std::string>> kept;  // lines that have the words
  journal::read_stream(folder_of(call), stream, [&](const journal::Line& line) {
    if (line.text.find(words) != std::string_view::npos) kept.emplace_back(line.number, line.text);
  });
  const auto [page, size] = page_of(call);
  Json items = Json::array();
  for (std::size_t i = page * size; i < std::min(kept.size(), (page + 1) * size); ++i) {
    const auto& [number, text] = kept[kept.size() - 1 - i];  // newest first
    items.push_back(line_json({number, text, {}}));
  }
  return json_answer(
      {{"items", std::move(items)}, {"total", kept.size()}, {"page", page + 1}, {"per_page", size}});
}

Answer verify_journal(const Call& call) {
  Members members(call.request);
  const std::string anchor = members.optional_text("anchor", 10'000);
  members.end();
  const auto began = std::chrono::steady_clock::now();
  const auto verification =
      journal::verify(folder_of(call), anchor.empty() ? journal::Anchor() : journal::read_anchor(anchor));
  Json streams = Json::array(), problems = Json::array();
  for (const auto& stream : verification.streams) streams.push_back(stream_json(stream));
  for (const auto& problem : verification.problems)
    problems.push_back({{"code", problem.code},
                        {"zh", problem.zh},
                        {"en", problem.en},
                        {"place", problem.where.file + ":" + std::to_string(problem.where.line)}});
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  return json_answer({{"ok", verification.ok()},
                      {"streams", std::move(streams)},
                      {"now", head_json(verification.now)},
                      {"problems", std::move(problems)},
                      {"anchored", verification.anchored},
                      {"seconds", took.count()}});
}

}  // namespace zhiheng::serve
