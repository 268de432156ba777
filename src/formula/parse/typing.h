#pragma once
// Internal to this module: builds nodes whose operands have the types that the operation wants. All throw
// Mistake.
#include <span>
#include <string>
#include <vector>

#include "formula/tree/node.h"

namespace zhiheng::formula {

inline constexpr int kMostDecimals = 9;  // of what is computed
inline constexpr int kMostDepth = 500;   // of a tree: long chains of + are deep too

/// The word that messages use for a type.
const char* type_word(Type type);

NodePtr make_node(Op op, Type type, int decimals, size_t offset, std::vector<NodePtr> operands = {});
NodePtr make_number(std::int64_t value, int decimals, size_t offset);
NodePtr make_text(std::string text, size_t offset);
NodePtr make_truth(bool value, size_t offset);
NodePtr make_null(size_t offset);

/// What an operation wants: the node itself, read as that type. A null takes the type, a text literal is read
/// as a date, a truth value counts as a number.
NodePtr want_truth(NodePtr node);
NodePtr want_number(NodePtr node);
NodePtr want_date(NodePtr node);  // of a time its date
NodePtr want_time(NodePtr node);
NodePtr want_text(NodePtr node);
NodePtr want_days(NodePtr node);  // a number without decimals

/// Gives all nodes one type, for comparing them (a truth value beside a number is a number) or for choosing
/// one.
void want_comparable(std::span<NodePtr> nodes, size_t offset);
void want_alike(std::span<NodePtr*> nodes, size_t offset);

/// Choosing between nulls that have no type is one more of them.
bool all_null(std::span<NodePtr*> nodes);

/// `node` with that many decimals, at least those it has.
NodePtr with_decimals(NodePtr node, int decimals);

NodePtr make_logic(Op op, std::vector<NodePtr> operands, size_t offset);
NodePtr make_not(NodePtr node, size_t offset);
NodePtr make_comparison(Op op, NodePtr left, NodePtr right, size_t offset);
NodePtr make_between(NodePtr value, NodePtr least, NodePtr most, size_t offset);
NodePtr make_in(NodePtr value, std::vector<NodePtr> literals, size_t offset);
NodePtr make_like(NodePtr value, const std::string& pattern, size_t offset);
NodePtr make_is_null(NodePtr value, size_t offset);
NodePtr make_sum(Op op, NodePtr left, NodePtr right, size_t offset);
NodePtr make_product(NodePtr left, NodePtr right, size_t offset);
NodePtr make_negation(NodePtr node, size_t offset);
/// Operands as in Op::kCase.
NodePtr make_case(std::vector<NodePtr> operands, size_t offset);

}  // namespace zhiheng::formula
