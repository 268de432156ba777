#include "serve/ready.h"

#include <gtest/gtest.h>

#include "serve/compress.h"

namespace zhiheng::serve {
namespace {

Answer answer(Keep keep) {
  Answer out;
  out.body = std::string(5000, 'x');
  out.keep = keep;
  return out;
}

Request asking(std::vector<std::pair<std::string, std::string>> headers, std::string method = "GET") {
  Request request;
  request.method = std::move(method);
  request.headers = std::move(headers);
  return request;
}

TEST(Coding, IsTheBestThatIsAllowed) {
  const auto chosen = [](const std::string& header) { return choose_coding(&header); };
  EXPECT_EQ(choose_coding(nullptr), Coding::kPlain);
  EXPECT_EQ(chosen(""), Coding::kPlain);
  EXPECT_EQ(chosen("gzip, deflate, br"), Coding::kBrotli);
  EXPECT_EQ(chosen("gzip;q=0.5, br;q=0"), Coding::kGzip);
  EXPECT_EQ(chosen("br;q=0.0,gzip;q=0"), Coding::kPlain);
  EXPECT_EQ(chosen("identity, *"), Coding::kPlain);
}

TEST(Ready, IsPackedWhereItIsKept) {
  const auto plain = make_ready(answer(Keep::kCheck), 3, false, Coding::kPlain);
  const auto packed = make_ready(answer(Keep::kCheck), 3, false, Coding::kBrotli);
  EXPECT_EQ(plain->body.size(), 5000U);
  EXPECT_LT(packed->body.size(), 200U);
  EXPECT_EQ(plain->etag, packed->etag);
  EXPECT_NE(packed->head.find("Content-Encoding: br\r\n"), std::string::npos);
  EXPECT_NE(plain->head.find("Vary: Accept-Encoding\r\n"), std::string::npos);
  EXPECT_NE(plain->head.find("Content-Length: 5000\r\n"), std::string::npos);
  EXPECT_TRUE(choose(*plain, asking({}, "HEAD")).body.empty());
  EXPECT_EQ(choose(*packed, asking({{"if-none-match", plain->etag}})).status, 304);
  EXPECT_EQ(choose(*plain, asking({{"if-none-match", "\"other\""}})).status, 200);
}

TEST(Ready, NeverKeepsOthers) {
  const auto ready = make_ready(answer(Keep::kNever), 0, true, Coding::kGzip);
  EXPECT_TRUE(ready->etag.empty());
  EXPECT_EQ(ready->body.size(), 5000U);
  const Sent sent = choose(*ready, asking({{"if-none-match", "*"}}));
  EXPECT_EQ(sent.status, 200);
  EXPECT_NE(sent.head.find("Cache-Control: no-store"), std::string_view::npos);
  EXPECT_NE(sent.head.find("Strict-Transport-Security"), std::string_view::npos);
}

TEST(AnswerCache, ForgetsTheDayBeforeAndWhatIsTooMuch) {
  AnswerCache cache(12'000);
  const auto plain = Coding::kPlain;
  const auto ready = make_ready(answer(Keep::kCheck), 0, false, plain);
  cache.put("/a", plain, 1, 0, ready);
  EXPECT_EQ(cache.find("/a", plain, 1), ready);
  EXPECT_EQ(cache.find("/a", Coding::kGzip, 1), nullptr);
  EXPECT_EQ(cache.find("/a", plain, 2), nullptr);
  EXPECT_EQ(cache.find("/b", plain, 1), nullptr);
  cache.put("/b", plain, 2, 0, ready);
  EXPECT_EQ(cache.find("/a", plain, 2), nullptr);
  cache.put("/c", plain, 2, 0, ready);
  EXPECT_EQ(cache.find("/b", plain, 2), nullptr);
  EXPECT_EQ(cache.find("/c", plain, 2), ready);
  EXPECT_LE(cache.bytes(), 12'000U);
}

}  // namespace
}  // namespace zhiheng::serve
