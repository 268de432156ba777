#include "serve/http.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace zhiheng::serve {
namespace {

TEST(ParseTarget, DecodesPathAndQuery) {
  Request request;
  ASSERT_TRUE(parse_target("/api/v1/%E6%8C%87%E6%A0%87?q=a+b%26c&page=2&flag&x=", request));
  EXPECT_EQ(request.path, "/api/v1/指标");
  const std::vector<std::pair<std::string, std::string>> query{
      {"q", "a b&c"}, {"page", "2"}, {"flag", ""}, {"x", ""}};
  EXPECT_EQ(request.query, query);
  EXPECT_TRUE(parse_target("/", request));
  EXPECT_EQ(request.path, "/");
  EXPECT_TRUE(parse_target("/a+b/", request));
  EXPECT_EQ(request.path, "/a+b/");
}

TEST(ParseTarget, RefusesWhatLeadsElsewhere) {
  Request request;
  for (const char* target :
       {"",          "*",       "x:443",  "http://a/", "//a",    "/..",      "/../a",    "/a/../b", "/./a",
        "/%2e%2e/a", "/.%2E/a", "/a%2fb", "/a%2Fb",    "/a%5cb", "/a\\b",    "/%00",     "/%0d%0a", "/%",
        "/%4",       "/%zz",    "/%ff",   "/%c0%ae",   "/a#b",   "/a?q=%00", "/a?%ff=1", "/a//b"})
    EXPECT_FALSE(parse_target(target, request)) << target;
}

RC_GTEST_PROP(ParseTarget, NeverLeavesTheRoot, (const std::string& target)) {
  Request request;
  if (!parse_target("/" + target, request)) return;
  RC_ASSERT(request.path.starts_with('/'));
  RC_ASSERT((request.path + "/").find("/../") == std::string::npos);
  RC_ASSERT((request.path + "/").find("/./") == std::string::npos);
  RC_ASSERT(request.path.find('\0') == std::string::npos);
  RC_ASSERT(request.path.find('\\') == std::string::npos);
}

}  // namespace
}  // namespace zhiheng::serve
