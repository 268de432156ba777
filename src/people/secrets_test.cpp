#include "people/secrets.h"

#include <atomic>
#include <thread>
#include <vector>

#include "base/file.h"
#include "people/sample_test.h"
#include "people/throttle.h"

namespace zhiheng::people {
namespace {

TEST(Totp, HasTheCodesOfRfc6238) {
  const std::string secret = "12345678901234567890";
  const std::pair<const char*, const char*> vectors[] = {
      {"1970-01-01T00:00:59Z", "94287082"}, {"2005-03-18T01:58:29Z", "07081804"},
      {"2005-03-18T01:58:31Z", "14050471"}, {"2009-02-13T23:31:30Z", "89005924"},
      {"2033-05-18T03:33:20Z", "69279037"}, {"2603-10-11T11:33:20Z", "65353130"}};
  for (const auto& [at, code] : vectors) EXPECT_EQ(totp_code(secret, totp_step(moment(at)), 8), code) << at;
}

TEST(Totp, HearsOneStepAroundAndNoneTwice) {
  const std::string secret = "12345678901234567890";
  const Moment now = moment("2026-11-23T04:00:00Z");
  const std::uint64_t step = totp_step(now);
  for (int around = -3; around <= 3; ++around) {
    const auto found =
        match_totp(secret, totp_code(secret, step + static_cast<std::uint64_t>(around)), now, 0);
    EXPECT_EQ(found.has_value(), around >= -1 && around <= 1) << around;
  }
  EXPECT_FALSE(match_totp(secret, totp_code(secret, step), now, step));
  EXPECT_FALSE(match_totp(secret, "", now, 0));
  EXPECT_FALSE(match_totp(secret, totp_code(secret, step) + "0", now, 0));
}

TEST(Totp, IsGivenToAnApp) {
  EXPECT_EQ(base32("12345678901234567890"), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  EXPECT_EQ(base32("foob"), "MZXW6YQ");
  EXPECT_EQ(totp_uri("foobar", "wang", "质衡"),
            "otpauth://totp/"
            "%E8%B4%A8%E8%A1%A1:wang?secret=MZXW6YTBOI&issuer=%E8%B4%A8%E8%A1%A1&algorithm=SHA1&digits=6&"
            "period=30");
}

TEST(Tokens, Are128BitsAndStoredAsHash) {
  const auto random = system_random();
  const std::string token = new_token(random);
  EXPECT_EQ(token.size(), 32u);
  EXPECT_NE(token, new_token(random));
  EXPECT_EQ(hash_of_token("a"), sha256_hex("a"));
  EXPECT_NE(csrf_of(token), hash_of_token(token));
  EXPECT_TRUE(equal("abc", "abc"));
  EXPECT_FALSE(equal("abc", "abd"));
  EXPECT_FALSE(equal("abc", "ab"));
}

TEST(Hasher, IsArgon2idWithTheCostThatOwaspNames) {
  PasswordHasher hasher;
  const std::string encoded = hasher.hash(kPassword);
  EXPECT_TRUE(encoded.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << encoded;
  EXPECT_NE(encoded, hasher.hash(kPassword));
  EXPECT_TRUE(hasher.holds(encoded, kPassword));
  EXPECT_FALSE(hasher.holds(encoded, "correct horse battery stapler"));
  for (const std::string bad : {"", "$argon2id$", "$2b$12$abcdefghijklmnopqrstuv", "x"})
    EXPECT_FALSE(hasher.holds(bad, "")) << bad;
}

TEST(Hasher, LetsOnlyAFewAtOnce) {
  PasswordHasher hasher({3, std::size_t{32} << 20}, 1, std::chrono::milliseconds(1));
  std::atomic<int> busy = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 6; ++i)
    threads.emplace_back([&] {
      try {
        hasher.hash(kPassword);
      } catch (const Error& error) {
        busy += error.diagnostics()[0].code == "people.busy";
      }
    });
  threads.clear();
  EXPECT_GT(busy, 0);
  EXPECT_FALSE(hasher.hash(kPassword).empty());
}

class Rules : public testing::Test {
 protected:
  std::string wrong(std::string_view password, bool factor = false) const {
    const auto found = rules_.check(password, "wang-li", factor);
    return found ? found->code : "";
  }
  const PasswordRules rules_{read_file(kCatalog + "/common_passwords.txt", "")};
};

TEST_F(Rules, AskForLengthAndForNoKindsOfCharacters) {
  EXPECT_EQ(wrong("correct horse b"), "");
  EXPECT_EQ(wrong("correct horse "), "password.short");
  EXPECT_EQ(wrong("correcth", true), "");
  EXPECT_EQ(wrong("correct", true), "password.short");
  EXPECT_EQ(wrong("质量强区从一句好记的话开始写起"), "");
  EXPECT_EQ(wrong("质量强区从一句好记的话开始写"), "password.short");
  EXPECT_EQ(wrong(std::string(64, 'a') + " long sentence"), "");
  EXPECT_EQ(wrong(std::string(257, 'a')), "password.long");
}

TEST_F(Rules, RefuseWhatIsTriedFirst) {
  EXPECT_GE(rules_.size(), 3000u);
  EXPECT_EQ(wrong("woaini1314520520", true), "");
  EXPECT_EQ(wrong("Password1", true), "password.common");
  EXPECT_EQ(wrong("1qaz2wsx", true), "password.common");
  EXPECT_EQ(wrong("Shanghai@2026", true), "password.common");
  EXPECT_EQ(wrong("passwordPASSWORD"), "password.repeated");
  EXPECT_EQ(wrong("abcabcabcabcabcabc"), "password.repeated");
  EXPECT_EQ(wrong("i am Wang-Li of the bureau"), "password.account");
}

TEST(Sealed, OpensWithTheSameKeyOnly) {
  const TemporaryFolder folder;
  const auto random = system_random();
  const Seal seal(folder / "people.key", random);
  const std::string sealed = seal.close("12345678901234567890", random);
  EXPECT_EQ(sealed.find("1234567890123456"), std::string::npos);
  EXPECT_EQ(Seal(folder / "people.key", random).open(sealed), "12345678901234567890");
  EXPECT_FALSE(Seal(folder / "other.key", random).open(sealed));
  std::string changed = sealed;
  changed[60] = changed[60] == '0' ? '1' : '0';
  EXPECT_FALSE(seal.open(changed));
  for (const char* bad : {"", "zz", "1234"}) EXPECT_FALSE(seal.open(bad));
  EXPECT_EQ(std::filesystem::status(folder / "people.key").permissions() & std::filesystem::perms::others_all,
            std::filesystem::perms::none);
  folder.write("bad.key", "123");
  EXPECT_THROW(Seal(folder / "bad.key", random), Error);
}

TEST(Waiting, DoublesWithEachFailure) {
  const Moment now = moment("2026-11-23T04:00:00Z");
  std::deque<Moment> failures(4, now);
  EXPECT_EQ(kAccountThrottle.heard_from(failures), Moment::min());
  for (const int seconds : {30, 60, 120, 240, 480, 900, 900}) {
    failures.push_back(now);
    EXPECT_EQ(kAccountThrottle.heard_from(failures), now + std::chrono::seconds(seconds));
  }
  EXPECT_EQ(kAccountThrottle.heard_from(std::deque<Moment>(500, now)), now + std::chrono::minutes(15));
}

TEST(Base32, IsReadAsItWasWritten) {
  for (std::size_t size = 0; size < 40; ++size) {
    std::string bytes(size, '\0');
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i * 37 + size);
    EXPECT_EQ(base32_bytes(base32(bytes)), bytes);
  }
  EXPECT_EQ(base32_bytes("ab!"), std::nullopt);
}

}  // namespace
}  // namespace zhiheng::people
