// The corpus testdata/statements.txt on both engines.
#include <gtest/gtest.h>

#include <sstream>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "store/both_engines_test.h"

namespace zhiheng::store {
namespace {

struct Case {
  std::string title;
  std::vector<std::string> statements;  // the last one is the query
  std::string answer;
};

std::vector<Case> read_cases() {
  const std::string path = std::string(ZHIHENG_SOURCE_DIR) + "/src/store/testdata/statements.txt";
  std::istringstream lines(read_file(path, path));
  std::vector<Case> cases;
  bool in_answer = false;
  std::string statement;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("== ")) {
      cases.push_back({line.substr(3), {}, {}});
      in_answer = false;
    } else if (cases.empty()) {
      continue;
    } else if (line == "----") {
      if (!statement.empty()) cases.back().statements.push_back(std::exchange(statement, {}));
      in_answer = true;
    } else if (in_answer) {
      cases.back().answer += line + "\n";
    } else {
      statement += (statement.empty() ? "" : "\n") + line;
      if (line.ends_with(';')) cases.back().statements.push_back(std::exchange(statement, {}));
    }
  }
  return cases;
}

std::string shown(std::string text) {
  text = replace_all(std::move(text), "\\", "\\\\");
  text = replace_all(std::move(text), "\n", "\\n");
  text = replace_all(std::move(text), "\t", "\\t");
  return replace_all(std::move(text), "|", "\\p");
}

std::string shown(const Frame& frame) {
  std::string out = ":";
  for (size_t i = 0; i < frame.columns(); ++i)
    out += frame.column(i).type == Frame::Type::kDecimal ? " n" : " t";
  out += "\n";
  for (size_t row = 0; row < frame.rows(); ++row) {
    for (size_t i = 0; i < frame.columns(); ++i) {
      const auto text = frame.text(row, i);
      out += (i == 0 ? "" : "|") + (text ? shown(*text) : "~");
    }
    out += "\n";
  }
  return out;
}

std::string answer(Session& session, const Case& c) {
  const Transaction undone(session);
  try {
    for (size_t i = 0; i + 1 < c.statements.size(); ++i) session.execute(c.statements[i]);
    return shown(session.query(c.statements.back()));
  } catch (const Error& error) {
    return "error " + error.diagnostics()[0].code + "\n";
  }
}

class StatementsTest : public BothEnginesTest {};

TEST_P(StatementsTest, AreAnsweredAsWritten) {
  const std::vector<Case> cases = read_cases();
  ASSERT_GT(cases.size(), 25U);
  for (const Case& c : cases) EXPECT_EQ(answer(*session_, c), c.answer) << c.title;
}

TEST_P(StatementsTest, StreamedRowsAreThoseOfTheQuery) {
  for (const Case& c : read_cases()) {
    if (c.answer.starts_with("error")) continue;
    const Transaction undone(*session_);
    for (size_t i = 0; i + 1 < c.statements.size(); ++i) session_->execute(c.statements[i]);
    std::string rows;
    session_->stream(c.statements.back(), [&](const Frame& run) {
      const std::string text = shown(run);
      rows += rows.empty() ? text : text.substr(text.find('\n') + 1);
    });
    const bool none = c.answer.find('\n') + 1 == c.answer.size();
    EXPECT_EQ(rows, none ? "" : c.answer) << c.title;
  }
}

ZHIHENG_ON_BOTH_ENGINES(StatementsTest);

}  // namespace
}  // namespace zhiheng::store
