#pragma once
#include <string>
#include <string_view>

#include "report/office/docx_context.h"

namespace zhiheng::report::office {

/// How a run differs from its paragraph's style.
struct RunLook {
  bool bold = false;
  bool emphasis = false;
  std::string colour{};         // hex; empty for the style's
  const char* style = nullptr;  // character style
};

/// Appends a paragraph in `style`, ready for runs.
pugi::xml_node add_paragraph(pugi::xml_node parent, const char* style);

/// Appends words; line ends inside become line breaks.
void add_words(pugi::xml_node paragraph, std::string_view words, const RunLook& look = {});

/// Appends a document's runs with their links and footnotes. `bold` marks all of them (total rows).
void add_runs(pugi::xml_node paragraph, const Runs& runs, DocxContext& context, bool bold = false);

/// Appends a field with the value that shows until somebody updates it.
void add_field(pugi::xml_node paragraph, const std::string& instruction, const std::string& value,
               const RunLook& look = {});
void begin_field(pugi::xml_node paragraph, const std::string& instruction);
void end_field(pugi::xml_node paragraph);

/// Two bookmarks lead to each place (Outline::places): one for the contents, which Word makes anew when it
/// updates them, and one for our references, which it leaves alone.
enum class Mark { kContents, kReference };
std::string mark_name(Mark mark, int place);
void begin_mark(pugi::xml_node paragraph, Mark mark, int place);
void end_mark(pugi::xml_node paragraph, Mark mark, int place);

}  // namespace zhiheng::report::office
