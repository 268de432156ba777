#pragma once
// For tests only: a flow with everything in it, the flows that are shipped, and a clock that is set by hand.
#include <gtest/gtest.h>

#include <string>

#include "base/diagnosed_test.h"
#include "base/temporary_folder_test.h"
#include "flow/change.h"
#include "flow/definitions.h"

namespace zhiheng::flow {

inline Moment moment(const char* text) { return *parse_moment(text); }
inline const Moment kNoon = moment("2026-11-23T04:00:00Z");

/// A matter that is sent, checked by another person, sent back or closed, and may be taken up again.
inline const std::string kMatter = R"(title: {zh: 事情, en: Matter}
see: case.read
subject: {form: "matter:YEAR:NAME", title: {zh: 一事, en: A thing}}
fields:
  text: {type: text, title: {zh: 内容, en: Text}, most: 20}
  long: {type: long_text, title: {zh: 长文, en: Long text}}
  day: {type: date, title: {zh: 日期, en: Day}}
  number: {type: number, title: {zh: 数, en: Number}, at_least: 0, at_most: 100}
  flag: {type: flag, title: {zh: 是否, en: Flag}}
  file: {type: file, title: {zh: 文件, en: File}}
  choice: {type: choice, title: {zh: 选项, en: Choice}, choices: {a: {zh: 甲, en: A}, b: {zh: 乙, en: B}}}
  json: {type: json, title: {zh: 数据, en: Data}, most: 200}
states:
  sent: {title: {zh: 已报, en: Sent}}
  back: {title: {zh: 退回, en: Back}}
  done: {title: {zh: 办结, en: Done}, closed: true}
begin:
  to: [sent, back]
  title: {zh: 报, en: Send}
  may: case.handle
  needs: text
  takes: [long, day, number, flag, file, choice, json]
steps:
  note: {from: sent, to: sent, title: {zh: 说明, en: Note}, may: case.handle, needs: text, aside: true}
  amend: {from: sent, to: sent, title: {zh: 改, en: Amend}, may: case.handle, takes: [text, number]}
  check: {from: sent, to: done, title: {zh: 核, en: Check}, may: case.review, other_person: true}
  return: {from: sent, to: back, title: {zh: 退, en: Return}, may: case.review, needs: long}
  send: {from: back, to: sent, title: {zh: 再报, en: Send again}, may: case.handle, takes: [text, number]}
  reopen: {from: done, to: sent, title: {zh: 重办, en: Reopen}, may: case.review}
  expire: {from: [sent, back], to: done, title: {zh: 过期, en: Expire}, may: case.review, automatic: true}
)";

/// The definition of a text, which must have no mistakes.
inline Definition definition(const std::string& text, const std::string& id = "matter", int version = 1) {
  Diagnostics diagnostics;
  Definition out = parse_flow(text, id, version, id + ".yaml", diagnostics);
  EXPECT_EQ(diagnosed(diagnostics), std::vector<std::string>());
  return out;
}

inline Definitions matters() {
  Definitions out;
  out.add(definition(kMatter));
  return out;
}

inline Definitions shipped_flows() {
  Diagnostics diagnostics;
  Definitions out =
      load_flows(std::string(ZHIHENG_SOURCE_DIR) + "/catalog/flows", "catalog/flows", diagnostics);
  EXPECT_EQ(diagnosed(diagnostics), std::vector<std::string>());
  return out;
}

inline Change opening(const std::string& by, const std::string& subject, Json fields,
                      const std::string& key = "") {
  return {.at = kNoon,
          .by = by,
          .key = key,
          .what = Open{.flow = "matter", .subject = subject, .fields = std::move(fields)}};
}
inline Change step(const std::string& by, const std::string& id, std::uint64_t seen, const std::string& step,
                   Json fields = Json::object(), const std::string& key = "") {
  return {.at = kNoon,
          .by = by,
          .key = key,
          .what = Step{.id = id, .step = step, .seen = seen, .fields = std::move(fields)}};
}

}  // namespace zhiheng::flow
