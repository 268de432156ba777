#pragma once
// Who may see a case and what he may do with it: the flow names the rights, the case says of what they must
// be.
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "flow/flows.h"
#include "serve/routes.h"

namespace zhiheng::serve {

bool may_see(const Call& call, const flow::Case& one);
bool may_step(const Call& call, const flow::Case& one, const flow::StepRule& rule);

/// Throws Error ("flow.unknown-case") where there is none, or none that he may see: nobody learns which.
flow::CasePtr seen_case(const Call& call, const std::string& id);

/// Throws Error where he may not take the step: kSignIn, kForbidden; a step that is none is left to the flow.
void require_step(const Call& call, const flow::Case& one, const std::string& step);

/// Whose a new case about `subject` is: of the department that owns the dataset, of the visitor's own where
/// he has the task, otherwise of the visitor's unit.
people::Scope scope_of_subject(const Call& call, const flow::Definition& flow, const std::string& subject);

/// The case as pages get it, with the names of people and the steps that the visitor may take now.
nlohmann::ordered_json case_json(const Call& call, const flow::Case& one, bool with_history);

/// What the case says of the file of that hash: {sha256, name, size}; null where it doesn't have it.
nlohmann::ordered_json file_of(const flow::Case& one, const std::string& sha256);

/// The bytes of a file, to be saved under that name.
Answer attachment(const std::string& path, const std::string& name);

}  // namespace zhiheng::serve
