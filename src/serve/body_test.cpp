#include "serve/body.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/error.h"

namespace zhiheng::serve {
namespace {

std::string code_of(const std::function<void()>& run) {
  try {
    run();
  } catch (const Error& error) {
    return error.diagnostics().front().code;
  }
  return "";
}

Request received(const std::string& body, const std::string& type = "application/json") {
  Request request;
  request.headers = {{"content-type", type}};
  JsonReceiver receiver(request, !body.empty());
  for (const char c : body) receiver.take({&c, 1});
  receiver.finish(request);
  return request;
}

TEST(JsonReceiver, TakesAnObject) {
  EXPECT_EQ(received("{\"a\": 1}").json->at("a"), 1);
  EXPECT_TRUE(received("").json->empty());
  EXPECT_EQ(received("{}", "application/json; charset=utf-8").json->size(), 0U);
}

TEST(JsonReceiver, RefusesEverythingElse) {
  for (const std::string body : {"[1]", "{", "nonsense", "\"text\"", "{\"a\":\"\xff\"}"})
    EXPECT_EQ(code_of([&] { received(body); }), "http.bad-json") << body;
  EXPECT_EQ(code_of([] { received("{\"a\":" + std::string(40, '[') + std::string(40, ']') + "}"); }),
            "http.bad-json");
  EXPECT_EQ(code_of([] { received("{}", "text/plain"); }), "http.wrong-type");
  EXPECT_EQ(code_of([] { received(std::string((std::size_t{1} << 20) + 1, ' ')); }), "http.too-large");
}

TEST(Members, AreReadOnceAndAllOfThem) {
  const Request request = received(R"({"name": "王某", "number": 3, "note": null, "more": true})");
  Members members(request);
  EXPECT_EQ(members.text("name"), "王某");
  EXPECT_EQ(members.number("number"), 3U);
  EXPECT_EQ(members.optional_text("note"), "");
  EXPECT_EQ(code_of([&] { members.end(); }), "http.unknown-member");
  EXPECT_TRUE(members.value("more").get<bool>());
  EXPECT_EQ(code_of([&] { members.end(); }), "");
}

TEST(Members, SayWhatIsWrong) {
  const Request request =
      received(R"({"empty": " ", "list": [], "control": "a\u0007b", "minus": -1, "long": "一二三四"})");
  Members members(request);
  for (const char* name : {"empty", "list", "control", "none"})
    EXPECT_EQ(code_of([&] { members.text(name); }), "http.bad-member") << name;
  EXPECT_EQ(code_of([&] { members.text("long", 11); }), "http.bad-member");
  EXPECT_EQ(members.text("long", 12), "一二三四");
  EXPECT_EQ(code_of([&] { members.number("minus"); }), "http.bad-member");
}

}  // namespace
}  // namespace zhiheng::serve
