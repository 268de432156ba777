#pragma once
// The one table of routes. Dispatch, the OpenAPI description, the metrics' labels and the check that every
// route says who may use it all come from it.
#include <map>
#include <string>
#include <vector>

#include "base/date.h"
#include "catalog/title.h"
#include "serve/http.h"

namespace zhiheng::serve {

class State;

/// Who may use a route. There is no default: a route that does not say it stops the start.
enum class Policy { kUndeclared, kPublic };
const char* to_string(Policy policy);

struct Parameter {
  enum class Type { kText, kInteger, kFlag, kDay };
  std::string name;
  Type type = Type::kText;
  catalog::Title title{};
};

/// A request that found its route, with the parameters checked against what the route declares.
struct Call {
  const State& state;
  const Request& request;
  std::map<std::string, std::string, std::less<>> values;  // of the pattern's {names} and of the query

  bool has(std::string_view name) const { return values.contains(name); }
  /// Empty where it wasn't said.
  const std::string& text(std::string_view name) const;
  int number(std::string_view name, int otherwise) const;
  bool flag(std::string_view name) const;
  /// Today in China where it wasn't said.
  Date day(std::string_view name) const;
};

using Handler = Answer (*)(const Call&);

struct Route {
  std::string method;
  std::string pattern;  // "/api/v1/districts/{district}/plans": a {name} stands for one segment, a last
                        // {name…} for the rest of the path
  std::string id;       // "listPlans": operationId
  Policy policy = Policy::kUndeclared;
  catalog::Title summary;
  std::vector<Parameter> parameters;  // of the query; those of the path follow from the pattern
  std::string answer;                 // a schema's name in assets/schemas.json, or a media type
  Handler handler = nullptr;
  bool keeps = true;  // a read whose answer is the same until the data change or the day ends
  int success = 200;
};

/// Throws Error ("route.no-policy", "route.twice", exit code 70).
void check_routes(const std::vector<Route>& routes);

/// Parameters of list routes: q, page, per_page, sort.
std::vector<Parameter> list_parameters(std::vector<Parameter> more = {});

/// The parameters of the pattern, in order.
std::vector<std::string> path_parameters(const Route& route);

/// Finds routes by method and path.
class Router {
 public:
  /// The table must outlive the router.
  explicit Router(const std::vector<Route>& routes);

  struct Match {
    std::size_t route = 0;
    std::map<std::string, std::string, std::less<>> values;
  };
  /// Throws Error: kNotFound, kWrongMethod (with the methods that are there). HEAD finds GET.
  Match find(const std::string& method, const std::string& path) const;
  /// The methods for a path: "GET, HEAD"; empty where there is no such path.
  std::string allowed(const std::string& path) const;

 private:
  const std::vector<Route>& routes_;
  std::vector<std::vector<std::string>> segments_;  // of each pattern
};

/// Checks the query against the route and gives the call its values. Throws Error: kUnknownParameter,
/// kBadParameter.
void take_parameters(const Route& route, const Request& request,
                     std::map<std::string, std::string, std::less<>>& values);

/// All routes of the server.
const std::vector<Route>& all_routes();

}  // namespace zhiheng::serve
