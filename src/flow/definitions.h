#pragma once
// What flows there are: catalog/flows/ID.VERSION.yaml. docs/flows.md says how one is written.
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/decimal.h"
#include "base/error.h"
#include "catalog/title.h"

namespace zhiheng::people {
class Policies;
}

namespace zhiheng::flow {

enum class FieldType { kText, kLongText, kDate, kNumber, kFlag, kFile, kChoice, kJson };
/// "long_text": as it is written in a definition.
std::string_view name_of(FieldType type);

struct Choice {
  std::string id;
  catalog::Title title;
};

struct Field {
  std::string name;
  FieldType type = FieldType::kText;
  catalog::Title title;
  std::size_t most = 0;                      // text: characters; json: bytes
  std::optional<Decimal> at_least, at_most;  // number
  std::vector<Choice> choices;
};

/// A state that cases are in. On a closed one nobody has to do anything more, though there may be steps.
struct Stage {
  std::string id;
  catalog::Title title;
  bool closed = false;
};

/// A step that may be taken, or how a case begins.
struct StepRule {
  std::string id;                 // "begin" for how a case begins, and for no step
  std::vector<std::string> from;  // states; none for begin
  std::vector<std::string> to;    // one state; begin may have others, which only the platform chooses
  catalog::Title title;
  std::string may;                        // capability; asked by who calls
  std::vector<std::string> needs, takes;  // fields that must, that can be given with it
  bool other_person = false;  // four eyes: not for who opened the case or had a hand in its present state
  bool automatic = false;     // taken by the platform's own code, as a consequence of something else
  bool aside = false;         // what is given with it stands in the history, the case's fields stay
  Location where;             // of the capability

  bool starts_from(std::string_view state) const;
  bool accepts(std::string_view field) const;  // needs or takes it
};

/// How many cases a subject may have.
enum class Cases { kMany, kOneOpen, kOne };
std::string_view name_of(Cases cases);  // "one_open"

/// One version of a flow.
struct Definition {
  std::string id;
  int version = 1;
  catalog::Title title;
  std::string subject;  // form of what a case is about: "paper:YEAR:PLACE"
  catalog::Title subject_title;
  Cases cases = Cases::kMany;
  std::string see;  // capability of who may read its cases
  Location see_where;
  bool direct = true;  // false: its cases are begun and stepped by the platform's own code only
  std::vector<Field> fields;
  std::vector<Stage> states;
  StepRule begin;
  std::vector<StepRule> steps;

  /// nullptr where there is none.
  const Field* field(std::string_view name) const;
  const Stage* state(std::string_view id) const;
  const StepRule* step(std::string_view id) const;
  /// In the order of the file.
  std::vector<const StepRule*> steps_from(std::string_view state) const;
  /// Whether `text` has the form of its subjects: words in capitals stand for any text without a colon (the
  /// last one for any text), YEAR for four digits.
  bool is_subject(std::string_view text) const;
};

/// All versions of all flows. Cases keep the version that they began under; new ones take the highest.
class Definitions {
 public:
  void add(Definition definition);
  /// nullptr where there is none.
  const Definition* find(std::string_view flow, int version) const;
  const Definition* newest(std::string_view flow) const;
  /// The highest version of each flow, by id.
  std::vector<const Definition*> newest() const;
  /// Reports each step whose capability the table of rights doesn't have.
  void check_capabilities(const people::Policies& policies, Diagnostics& diagnostics) const;

 private:
  std::map<std::string, std::map<int, Definition>, std::less<>> flows_;
};

/// One definition out of its text, shown as `shown`. Mistakes go to `diagnostics` with line and column: an
/// unknown word or name, a state that no step leads to, an open state from which none that is closed can be
/// reached, a field that nothing takes …
Definition parse_flow(const std::string& text, const std::string& id, int version, const std::string& shown,
                      Diagnostics& diagnostics);

/// Every ID.VERSION.yaml of a folder. `shown`: how the folder is called in messages.
Definitions load_flows(const std::string& folder, const std::string& shown, Diagnostics& diagnostics);

}  // namespace zhiheng::flow
