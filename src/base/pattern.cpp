#include "base/pattern.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/pattern_parse.h"

namespace zhiheng {
namespace {

using pattern::Graph;
using pattern::Node;

constexpr ErrorCode kTooLarge{"pattern.too-large", "样式“{}”展开后过大；减小重复次数",
                              "the pattern “{}” grows too large; ask for fewer repeats"};
constexpr std::size_t kMostStates = 4000;

/// Nodes that read a byte, or the end, in which the graph may be at the same time.
using Places = std::vector<int>;

/// Where `from` leads to without reading.
Places reach(const Graph& graph, Places from) {
  std::set<int> seen;
  Places reading;
  while (!from.empty()) {
    const int at = from.back();
    from.pop_back();
    if (!seen.insert(at).second) continue;
    const Node& node = graph.nodes[static_cast<std::size_t>(at)];
    if (node.kind == Node::Kind::kFork) {
      from.push_back(node.next);
      from.push_back(node.other);
    } else {
      reading.push_back(at);
    }
  }
  std::sort(reading.begin(), reading.end());
  return reading;
}

/// The classes of bytes: a new one begins where any node's range begins or has ended.
std::vector<int> class_begins(const Graph& graph) {
  std::set<int> begins{0};
  for (const Node& node : graph.nodes) {
    if (node.kind != Node::Kind::kBytes || node.low > node.high) continue;
    begins.insert(node.low);
    if (node.high < 0xFF) begins.insert(node.high + 1);
  }
  return {begins.begin(), begins.end()};
}

Places step(const Graph& graph, const Places& places, int byte) {
  Places next;
  for (const int at : places) {
    const Node& node = graph.nodes[static_cast<std::size_t>(at)];
    if (node.kind == Node::Kind::kBytes && byte >= node.low && byte <= node.high) next.push_back(node.next);
  }
  return reach(graph, std::move(next));
}

}  // namespace

Pattern::Pattern(const std::string& text, const Location& where) : text_(text) {
  const Graph graph = pattern::parse(text, where);
  const std::vector<int> begins = class_begins(graph);
  classes_ = static_cast<std::uint32_t>(begins.size());
  for (std::size_t i = 0; i < begins.size(); ++i) {
    for (std::size_t byte = static_cast<std::size_t>(begins[i]); byte < 256; ++byte) {
      class_of_[byte] = static_cast<std::uint8_t>(i);
    }
  }
  std::map<Places, std::uint32_t> known;
  std::vector<Places> states;
  const auto state_of = [&](Places places) {
    const auto [at, fresh] = known.try_emplace(std::move(places), static_cast<std::uint32_t>(states.size()));
    if (fresh) states.push_back(at->first);
    if (states.size() > kMostStates) throw Error(kTooLarge, where, {text});
    return at->second * classes_;
  };
  state_of(reach(graph, {graph.start}));
  for (std::size_t i = 0; i < states.size(); ++i) {
    const Places places = states[i];
    const bool accepts = std::ranges::any_of(
        places, [&](int at) { return graph.nodes[static_cast<std::size_t>(at)].kind == Node::Kind::kEnd; });
    accepts_.push_back(accepts ? 1 : 0);
    for (const int byte : begins) next_.push_back(state_of(step(graph, places, byte)));
  }
}

}  // namespace zhiheng
