#include "base/markup.h"

#include <gtest/gtest.h>

namespace zhiheng {
namespace {

TEST(Markup, LeavesNothingThatActs) {
  EXPECT_EQ(html("<a href=\"x\" title='y'>&\n\x01</a>"),
            "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;  &lt;/a&gt;");
  EXPECT_EQ(html("\xff质\xe8"), "\ufffd质\ufffd");
  EXPECT_EQ(json_string("</script>\"\\\n&"), R"("\u003c/script\u003e\"\\\n\u0026")");
}

TEST(Markup, HashIsWhatBrowsersCompute) {
  EXPECT_EQ(csp_hash("abc"), "'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='");
  EXPECT_EQ(csp_hash(""), "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
}

}  // namespace
}  // namespace zhiheng
