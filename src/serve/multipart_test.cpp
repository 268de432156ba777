#include "serve/multipart.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <filesystem>

#include "base/error.h"
#include "base/file.h"

namespace zhiheng::serve {
namespace {

constexpr std::size_t kMost = 1 << 20;

Request request_of(const std::string& type) {
  Request request;
  request.headers = {{"content-type", type}};
  return request;
}

std::shared_ptr<Form> received(const std::string& body, std::size_t piece) {
  Request request = request_of("multipart/form-data; boundary=\"b-1\"");
  FormReceiver receiver(request, "/tmp", kMost);
  for (std::size_t at = 0; at < body.size(); at += piece)
    receiver.take(std::string_view(body).substr(at, piece));
  receiver.finish(request);
  return request.form;
}

std::string part(const std::string& disposition, const std::string& content) {
  return "--b-1\r\nContent-Disposition: form-data; " + disposition + "\r\nContent-Type: x/y\r\n\r\n" +
         content + "\r\n";
}

std::string form_refusal_of(const std::function<void()>& run) {
  try {
    run();
  } catch (const Error& error) {
    return error.diagnostics().front().code;
  }
  return "";
}

RC_GTEST_PROP(Receiver, GivesBackWhatWasSentInWhateverPieces,
              (const std::string& field, const std::string& file)) {
  RC_PRE(("\r\n" + field + "\r\n" + file).find("\r\n--b-1") == std::string::npos);
  const std::string body = part("name=\"kind\"", field) +
                           part("name=file; filename=\"公报 \\\"1\\\".docx\"", file) + "--b-1--\r\n";
  const auto form = received(body, static_cast<std::size_t>(*rc::gen::inRange(1, 200)));
  RC_ASSERT(*form->field("kind") == field);
  RC_ASSERT(form->files.size() == 1U);
  RC_ASSERT(form->files[0].name == "公报 \"1\".docx");
  RC_ASSERT(form->files[0].size == file.size());
  RC_ASSERT(form->files[0].path.ends_with("/0.docx"));
  RC_ASSERT(read_file(form->files[0].path, "x") == file);
}

TEST(Receiver, RemovesItsFilesWithTheForm) {
  auto form = received(part("name=file; filename=a.txt", "abc") + "--b-1--", 7);
  const std::string path = form->files.at(0).path;
  EXPECT_TRUE(std::filesystem::exists(path));
  form.reset();
  EXPECT_FALSE(std::filesystem::exists(std::filesystem::path(path).parent_path()));
}

TEST(Receiver, RefusesWhatIsNoForm) {
  for (const char* type : {"application/json", "multipart/form-data", "multipart/form-data; boundary=", ""})
    EXPECT_EQ(form_refusal_of([&] { FormReceiver(request_of(type), "/tmp", kMost); }), "http.wrong-type")
        << type;
  EXPECT_EQ(form_refusal_of([] { received(part("name=a", "b"), 9); }), "http.bad-form");
  EXPECT_EQ(form_refusal_of([] { received("nothing", 9); }), "http.bad-form");
  EXPECT_EQ(form_refusal_of([] { received(part("filename=a", "b") + "--b-1--", 9); }), "http.bad-form");
  EXPECT_EQ(form_refusal_of([] { received("--b-1\r\n" + std::string(20'000, 'x'), 999); }), "http.bad-form");
  EXPECT_EQ(form_refusal_of(
                [] { received(part("name=a; filename=b", std::string(kMost, 'x')) + "--b-1--", 4096); }),
            "http.too-large");
  std::string many;
  for (int i = 0; i < 60; ++i) many += part("name=a", "b");
  EXPECT_EQ(form_refusal_of([&] { received(many + "--b-1--", 4096); }), "http.bad-form");
}

TEST(ShownName, HasNoFoldersAndNoControls) {
  EXPECT_EQ(shown_name("../../etc/passwd"), "passwd");
  EXPECT_EQ(shown_name("C:\\文件\\公报.docx"), "公报.docx");
  EXPECT_EQ(shown_name("a\r\nb\x1b[31m.txt"), "ab[31m.txt");
  EXPECT_EQ(shown_name("exe.\xE2\x80\xAEtxt"), "exe.txt");
  EXPECT_EQ(shown_name(".."), "file");
  EXPECT_EQ(shown_name(""), "file");
}

}  // namespace
}  // namespace zhiheng::serve
