#pragma once
// The one table of routes. Dispatch, the OpenAPI description, the metrics' labels and the check that every
// route says who may use it all come from it.
#include <map>
#include <string>
#include <vector>

#include "base/date.h"
#include "catalog/title.h"
#include "people/people.h"
#include "serve/http.h"

namespace zhiheng::serve {

class State;
struct District;

/// Who asks.
struct Visit {
  std::optional<people::Visitor> visitor;  // nobody signed in: empty
  std::string token;                       // of the session; empty without one
  std::string account() const { return visitor ? visitor->account : std::string(); }
};

struct Parameter {
  enum class Type { kText, kInteger, kFlag, kDay };
  std::string name;
  Type type = Type::kText;
  catalog::Title title{};
};

/// A request that found its route, with the parameters checked against what the route declares.
struct Call {
  State& state;
  const Request& request;
  const Visit& visit;
  std::map<std::string, std::string, std::less<>> values;  // of the pattern's {names} and of the query
  std::vector<std::shared_ptr<const District>> districts;  // as they were when the call came in

  bool has(std::string_view name) const { return values.contains(name); }
  /// Empty where it wasn't said.
  const std::string& text(std::string_view name) const;
  int number(std::string_view name, int otherwise) const;
  bool flag(std::string_view name) const;
  /// Today in China where it wasn't said.
  Date day(std::string_view name) const;

  /// That of the parameter `district`, else the first. Throws Error ("district.unknown") that names those
  /// there are.
  const District& district() const;

  bool may(std::string_view capability, const people::Scope& scope = {}) const;
  /// Throws Error where he may not: kSignIn, kForbidden.
  void require(std::string_view capability, const people::Scope& scope = {}) const;
};

using Handler = Answer (*)(const Call&);
/// What a call touches. Throws Error where there is no such thing.
using ScopeOf = people::Scope (*)(const Call&);

/// What of the visitor's own account is touched.
people::Scope own_account(const Call& call);

/// What a route takes beside its address.
enum class Body { kNone, kJson, kForm };

struct Route {
  std::string method;
  std::string pattern;     // "/api/v1/districts/{district}/plans": a {name} stands for one segment, a last
                           // {name…} for the rest of the path
  std::string id;          // "listPlans": operationId
  std::string capability;  // of catalog/people/policies.csv: who may. There is no default
  catalog::Title summary;
  std::vector<Parameter> parameters = {};  // of the query; those of the path follow from the pattern
  std::string answer = {};  // a schema's name in assets/schemas.json, a media type, or empty: nothing
  Handler handler = nullptr;
  bool keeps = false;  // a read that tells everybody the same until the data change or the day ends
  int success = 200;
  Body body = Body::kNone;
  std::string takes = {};   // the schema of the body
  ScopeOf scope = nullptr;  // what it touches; without: the whole district
};

/// Throws Error ("route.no-policy", "route.twice", exit code 70).
void check_routes(const std::vector<Route>& routes);

/// Parameters of list routes: q, page, per_page, sort.
std::vector<Parameter> list_parameters(std::vector<Parameter> more = {});

/// The parameters of the pattern, in order.
std::vector<std::string> path_parameters(const Route& route);

/// Whether it is that of the web app's pages, whose addresses hold the state of lists: any query will do.
bool is_page(const Route& route);

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
