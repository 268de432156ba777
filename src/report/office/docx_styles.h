#pragma once
#include <string>

#include "base/theme.h"

namespace zhiheng::report::office {

/// word/styles.xml: every style that the paper uses, in the theme's faces and colours. Built-in styles carry
/// their built-in names, so that Word, WPS and LibreOffice show them in the reader's language and find
/// headings for navigation.
std::string styles_xml(const Theme& theme);

/// word/numbering.xml: bullets (instance 1) and, for each of `ordered_lists`, a count of its own (instances 2
/// …).
std::string numbering_xml(int ordered_lists);

/// word/fontTable.xml: the Chinese face names with their Latin ones, which programs in other languages know
/// them by.
std::string font_table_xml(const Theme& theme);

}  // namespace zhiheng::report::office
