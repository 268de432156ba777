#include "read/encoding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/diagnosed_test.h"
#include "base/text.h"

namespace zhiheng::read {
namespace {

using testing::ElementsAre;

TEST(Encoding, ReadsUtf8Utf16AndGb18030) {
  EXPECT_EQ(text_from_bytes("\xEF\xBB\xBF"
                            "产值",
                            "f"),
            "产值");
  EXPECT_EQ(text_from_bytes(std::string_view("\xFF\xFE\xA7\x4E\x3C\x50", 6), "f"), "产值");
  EXPECT_EQ(text_from_bytes(std::string_view("\xFE\xFF\x4E\xA7\x50\x3C", 6), "f"), "产值");
  EXPECT_EQ(text_from_bytes("\xB2\xFA\xD6\xB5 12.5", "f"), "产值 12.5");
}

TEST(Encoding, TakesInvisibleCharactersAndLineEndsAway) {
  EXPECT_EQ(text_from_bytes("1\u200B2\u00AD3\u2060\uFEFF\u200D4\r\n5\r6\u00A0\f\t7\x01", "f"),
            "1234\n5\n6 \f\t7");
}

TEST(Encoding, RefusesOtherBytes) {
  const auto refused = [](std::string_view bytes) { return thrown_by([&] { text_from_bytes(bytes, "f"); }); };
  EXPECT_THAT(refused(std::string_view("a\0b", 3)), ElementsAre("f read.unknown-format"));
  EXPECT_THAT(refused(std::string(50, '\x02')), ElementsAre("f read.unknown-format"));
  EXPECT_THAT(refused("\xE4\xBA\xA7\xE5\x80\xBC\xE5\x80"), ElementsAre("f read.encoding")) << "UTF-8 cut off";
  EXPECT_THAT(refused("\xA4\xA4\xA4\xE5\xB2\xCE\xAD\x70\xB3\xF8\xA7\x69\xAA\xE1\xAF\x53"),
              ElementsAre("f read.encoding"))
      << "Big5";
  EXPECT_THAT(refused(std::string_view("\xFF\xFE\x00\xD8\x41\x00", 6)), ElementsAre("f read.encoding"))
      << "half of a surrogate pair";
}

TEST(EncodingProperty, AgreesOnWhatIsUtf8) {
  EXPECT_TRUE(rc::check("is_utf8 is find_invalid_utf8 finding nothing", [] {
    const auto text = *rc::gen::container<std::string>(rc::gen::element(
        '\xE4', '\xBA', '\xA7', 'a', '\xF0', '\x9F', '\xC2', '\xED', '\xEF', '\xBF', '\xBD', '\x80'));
    RC_ASSERT(is_utf8(text) == (find_invalid_utf8(text) == std::string_view::npos));
  }));
}

}  // namespace
}  // namespace zhiheng::read
