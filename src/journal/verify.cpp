#include "journal/verify.h"

#include <algorithm>
#include <map>
#include <sstream>

#include "base/text.h"

namespace zhiheng::journal {
namespace {

constexpr ErrorCode kBadAnchor{
    "journal.bad-anchor", "这不是日志的摘要：应为至少 16 位十六进制数，或 zhiheng journal head 打印的内容",
    "this is no head of a journal: give at least 16 hexadecimal digits, or what "
    "zhiheng journal head has printed"};
constexpr ErrorCode kMissing{
    "journal.head-missing", "摘要 {} 不在日志里：末尾被截去，或日志被整个改写",
    "the head {} is not in the journal: its end was cut off, or all of it was rewritten"};
constexpr std::size_t kFewestDigits = 16, kHashDigits = 64, kShortDigits = 24, kGroup = 4;

bool is_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

DailyHead head_of(std::string day, std::vector<Head> heads) {
  DailyHead out{std::move(day), std::move(heads), {}};
  out.hash = joint_head(out.heads);
  return out;
}

/// "people 812 <64 digits>"; nullopt for other lines.
std::optional<Head> head_line(const std::string& line) {
  std::istringstream words(line);
  Head head;
  std::string more;
  if (!(words >> head.stream >> head.lines >> head.hash) || words >> more) return {};
  if (!is_identifier(head.stream) || head.hash.size() != kHashDigits || !is_hex(head.hash)) return {};
  return head;
}

void expect_heads(Verification& out, const std::vector<Head>& heads, const std::vector<std::string>& sought) {
  for (const Head& head : heads) {
    const auto which = static_cast<std::size_t>(std::ranges::find(sought, head.hash) - sought.begin());
    const auto stream =
        std::ranges::find(out.streams, head.stream, [](const auto& s) { return s.head.stream; });
    const bool found = stream != out.streams.end() && stream->sought[which] == head.lines;
    if (!found)
      out.problems.push_back(
          diagnose(kMissing, {}, {head.stream + " " + std::to_string(head.lines) + " " + head.hash}));
  }
  if (!heads.empty())
    out.anchored = join(
        [&] {
          std::vector<std::string> names;
          for (const Head& head : heads) names.push_back(head.stream + " " + std::to_string(head.lines));
          return names;
        }(),
        ", ");
}

void expect_hash(Verification& out, const std::string& hash) {
  for (const StreamReport& stream : out.streams)
    if (stream.sought[0] != 0) out.anchored = stream.head.stream + " " + std::to_string(stream.sought[0]);
  for (const DailyHead& day : daily_heads(out.streams))
    if (day.hash.starts_with(hash)) out.anchored = day.day;
  if (out.anchored.empty()) out.problems.push_back(diagnose(kMissing, {}, {hash}));
}

}  // namespace

std::string joint_head(const std::vector<Head>& heads) {
  std::string text;
  for (const Head& head : heads)
    text += head.stream + " " + std::to_string(head.lines) + " " + head.hash + "\n";
  const bool sm3 = !heads.empty() &&
                   std::ranges::all_of(heads, [](const Head& h) { return h.algorithm == Algorithm::kSm3; });
  return std::string(view(Digest(sm3 ? Algorithm::kSm3 : Algorithm::kSha256).of(text)));
}

std::string DailyHead::short_form() const {
  std::string out;
  for (std::size_t i = 0; i < kShortDigits; i += kGroup) out += (i == 0 ? "" : "-") + hash.substr(i, kGroup);
  return out;
}

std::vector<DailyHead> daily_heads(const std::vector<StreamReport>& streams) {
  std::map<Date, std::map<std::string, Head>> changes;
  for (const StreamReport& stream : streams)
    for (const DayEnd& end : stream.days) changes[end.day][stream.head.stream] = end.head;
  std::map<std::string, Head> heads;
  std::vector<DailyHead> out;
  for (const auto& [day, changed] : changes) {
    for (const auto& [stream, head] : changed) heads[stream] = head;
    std::vector<Head> all;
    for (const auto& [_, head] : heads) all.push_back(head);
    out.push_back(head_of(day.to_string(), std::move(all)));
  }
  return out;
}

DailyHead daily_head(const std::vector<StreamReport>& streams, const std::string& day) {
  std::vector<Head> now;
  for (const StreamReport& stream : streams)
    if (stream.head.lines != 0) now.push_back(stream.head);
  if (day.empty()) return head_of("", std::move(now));
  DailyHead found = head_of(day, {});
  for (DailyHead& head : daily_heads(streams))
    if (head.day <= day) found = head_of(day, std::move(head.heads));
  return found;
}

Anchor read_anchor(std::string_view text) {
  Anchor anchor;
  for (const std::string& line : split(text, '\n'))
    if (auto head = head_line(line)) anchor.heads.push_back(std::move(*head));
  if (!anchor.heads.empty()) return anchor;
  for (const char c : text)
    if (c != '-' && c != ' ' && c != '\n' && c != '\r') anchor.hash += c;
  if (anchor.hash.size() < kFewestDigits || anchor.hash.size() > kHashDigits || !is_hex(anchor.hash))
    throw Error(kBadAnchor, {});
  return anchor;
}

Verification verify(const std::string& folder, const Anchor& anchor) {
  std::vector<std::string> sought;
  if (!anchor.hash.empty()) sought.push_back(anchor.hash);
  for (const Head& head : anchor.heads) sought.push_back(head.hash);
  Verification out;
  const auto files = stream_files(folder);
  for (auto begin = files.begin(); begin != files.end();) {
    const auto end =
        std::find_if(begin, files.end(), [&](const StreamFile& f) { return f.stream != begin->stream; });
    out.streams.push_back(check_stream({begin, end}, sought));
    const StreamReport& stream = out.streams.back();
    out.problems.insert(out.problems.end(), stream.problems.begin(), stream.problems.end());
    if (stream.unwritten) out.problems.push_back(*stream.unwritten);
    begin = end;
  }
  out.now = daily_head(out.streams, "");
  expect_heads(out, anchor.heads, sought);
  if (!anchor.hash.empty()) expect_hash(out, anchor.hash);
  return out;
}

}  // namespace zhiheng::journal
