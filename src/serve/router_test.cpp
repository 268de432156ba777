#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "serve/mistakes.h"
#include "serve/openapi.h"
#include "serve/routes.h"

namespace zhiheng::serve {
namespace {

Answer nothing(const Call&) { return {}; }

Route route(std::string method, std::string pattern, std::string capability = "public.read") {
  std::string id = method + pattern;
  return {std::move(method),
          std::move(pattern),
          std::move(id),
          std::move(capability),
          {"路由", "a route"},
          {},
          "Health",
          nothing};
}

const std::vector<Route> kRoutes{route("GET", "/api/a"), route("POST", "/api/a"),
                                 route("GET", "/api/{x}/b/{y}"), route("GET", "/api/{x}/b/all"),
                                 route("GET", "/{path…}")};

std::string refusal_of(const std::function<void()>& run) {
  try {
    run();
  } catch (const Error& error) {
    return error.diagnostics().front().code;
  }
  return "";
}

TEST(Router, FindsByMethodAndPath) {
  const Router router(kRoutes);
  EXPECT_EQ(router.find("GET", "/api/a").route, 0U);
  EXPECT_EQ(router.find("HEAD", "/api/a").route, 0U);
  EXPECT_EQ(router.find("POST", "/api/a").route, 1U);
  const auto match = router.find("GET", "/api/1/b/2");
  EXPECT_EQ(match.route, 2U);
  EXPECT_EQ(match.values.at("x"), "1");
  EXPECT_EQ(match.values.at("y"), "2");
  EXPECT_EQ(router.find("GET", "/deep/er/file.js").values.at("path"), "deep/er/file.js");
  EXPECT_EQ(router.find("GET", "/").values.at("path"), "");
}

TEST(Router, SaysWhatIsNotThereAndWhatIsAllowed) {
  const Router router(kRoutes);
  EXPECT_EQ(refusal_of([&] { router.find("GET", "/api/nothing/here"); }), "http.not-found");
  EXPECT_EQ(refusal_of([&] { router.find("DELETE", "/api/a"); }), "http.wrong-method");
  EXPECT_EQ(router.allowed("/api/a"), "GET, HEAD, POST");
  EXPECT_EQ(router.allowed("/api/zzz/zzz/zzz"), "");
}

TEST(CheckRoutes, StopsWhereARouteDoesNotSayWhoMayUseIt) {
  auto routes = kRoutes;
  EXPECT_EQ(refusal_of([&] { check_routes(routes); }), "");
  routes.push_back(route("GET", "/open", ""));
  EXPECT_EQ(refusal_of([&] { check_routes(routes); }), "route.no-policy");
  routes.back() = routes.front();
  EXPECT_EQ(refusal_of([&] { check_routes(routes); }), "route.twice");
}

TEST(Parameters, AreCheckedAgainstTheRoute) {
  Route one = route("GET", "/a");
  one.parameters = {
      {"n", Parameter::Type::kInteger}, {"flag", Parameter::Type::kFlag}, {"day", Parameter::Type::kDay}};
  const auto take = [&](const char* name, const char* value) {
    return refusal_of([&] {
      Request request;
      request.query = {{name, value}};
      std::map<std::string, std::string, std::less<>> values;
      take_parameters(one, request, values);
      EXPECT_EQ(values.at(name), value);
    });
  };
  EXPECT_EQ(take("n", "12"), "");
  EXPECT_EQ(take("flag", "1"), "");
  EXPECT_EQ(take("day", "2024-02-29"), "");
  EXPECT_EQ(take("n", "12x"), "http.bad-parameter");
  EXPECT_EQ(take("n", "99999999999"), "http.bad-parameter");
  EXPECT_EQ(take("flag", "true"), "http.bad-parameter");
  EXPECT_EQ(take("day", "2023-02-29"), "http.bad-parameter");
  EXPECT_EQ(take("other", "1"), "http.unknown-parameter");
}

TEST(AllRoutes, AreDescribed) {
  const auto json = openapi(all_routes());
  std::size_t operations = 0;
  for (const auto& path : json["paths"]) operations += path.size();
  EXPECT_EQ(operations, all_routes().size());
  Route bare = all_routes().front();
  bare.answer = "Nowhere";
  EXPECT_EQ(refusal_of([&] { openapi({bare}); }), "route.no-schema");
}

TEST(Mistakes, TellNothingOfFaults) {
  const auto body = [](const std::exception_ptr& thrown) { return mistake(thrown, "r1"); };
  const Answer own = body(std::make_exception_ptr(std::runtime_error("SELECT secret FROM /etc")));
  EXPECT_EQ(own.status, 500);
  EXPECT_EQ(own.body.find("secret"), std::string::npos);
  EXPECT_NE(own.body.find("r1"), std::string::npos);
  const Answer outside = body(std::make_exception_ptr(Error(kNotFound, {"/secret"}, {}, 3)));
  EXPECT_EQ(outside.body.find("secret"), std::string::npos);
  const Answer odd = body(std::make_exception_ptr(Error(kBadForm, {}, {"\xff\xfe"})));
  EXPECT_EQ(odd.status, 400);
  EXPECT_TRUE(nlohmann::json::accept(odd.body));
}

}  // namespace
}  // namespace zhiheng::serve
