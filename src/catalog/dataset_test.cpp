#include "catalog/dataset.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "catalog/dataset_formulas.h"
#include "catalog/pack_test.h"

namespace zhiheng::catalog {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Words = std::vector<std::string>;

const std::string kRegister = R"(title: {zh: 企业, en: Enterprises}
owner: market
domain: food
unit: 户
key: code
columns:
  code: {zh: 代码, en: Code, type: uscc}
  size: {zh: 规模, en: Size, codes: size}
  town: {zh: 街镇, codes: area}
)";

// Tests change one line of it.
const std::string kSample = R"yaml(title: {zh: 抽检样品, en: Samples}
owner: market
domain: food
unit: 件
key: no
time: sampled_on
frequency: month
due: 10
columns:
  no: {zh: 编号, en: Number, pattern: "[A-Z]{2}[0-9]{3}", example: XC001}
  sampled_on: {zh: 抽样日期, type: date, required: true, min: 2015-01-01, example: 2020-12-31}
  reported_on: {zh: 报告日期, type: date}
  stage: {zh: 环节, codes: stage, required: true, example: 生产}
  town: {zh: 街镇, codes: area}
  firm: {zh: 单位, type: uscc, ref: firm}
  value: {zh: 实测值, type: decimal, decimals: 3, unit: mg/kg, min: 0, max: 12.5}
  passed: {zh: 合格, type: boolean, also: [结论]}
checks:
  order: {zh: 报告早于抽样, when: reported_on < sampled_on, remedy: {zh: 核对, en: check}}
  late: {zh: 逾期, when: "reported_on > workdays(sampled_on, 20)", level: warning}
against_last:
  volume: {zh: 件数变动, change: 50%}
  failed: {zh: 不合格变动, sum: not passed, change: 12.5%, level: error}
cubes:
  food:
    by: [year(sampled_on), stage]
    where: reported_on is not null
    sums: {tested: 1, passed: passed}
  firms:
    title: {zh: 单位, en: Firms}
    by: [year(sampled_on), firm.size, {place: firm.town}]
    sums: {tested: 1, good: {of: passed, zh: 合格, where: stage <> 'canteen'}}
    distinct: {firms: firm}
    min: {first: sampled_on}
    max: {highest: value}
    quantiles: {days: {of: reported_on - sampled_on, at: 0.5, zh: 天数, unit: 天}}
    top: {worst: {of: firm, keep: 50, where: not passed, zh: 最差}}
)yaml";

/// A pack with the dataset `sample`, the register `firm` and the shared cube `food`.
class DatasetPack : public PackFolder {
 public:
  explicit DatasetPack(const std::string& sample = kSample, const std::string& firm = kRegister) {
    write("catalog/codes/size.csv", "code,zh,en\nlarge,大,Large\nsmall,小,Small\n");
    write("catalog/codes/domain.csv", "code,zh,en\nfood,食品,Food\n");
    write("catalog/cubes/food.yaml",
          "title: {zh: 抽检, en: Food}\nowner: market\ndimensions:\n  stage: {zh: 环节, codes: stage}\n"
          "measures:\n  tested: {zh: 完成件数, en: Tested, unit: 件}\n  passed: {zh: 合格件数, unit: 件}\n"
          "derived:\n  rate: {zh: 合格率, numerator: passed, denominator: tested, unit: \"%\", decimals: "
          "2}\n");
    write("catalog/datasets/firm.yaml", firm);
    write("catalog/datasets/sample.yaml", sample);
  }
};

/// The mistakes of the dataset with `from` replaced by `to`, as "line:column code".
Words mistakes(const std::string& from, const std::string& to) {
  EXPECT_NE(kSample.find(from), std::string::npos) << from;
  Words out;
  for (const std::string& mistake : DatasetPack(replace_all(kSample, from, to)).mistakes())
    out.push_back(replace_all(mistake, "catalog/datasets/sample.yaml:", ""));  // columns count bytes
  return out;
}

TEST(Dataset, IsReadWithItsColumns) {
  const DatasetPack pack;
  Diagnostics diagnostics;
  const Catalog catalog = pack.load(diagnostics);
  EXPECT_THAT(diagnosed(diagnostics), IsEmpty());
  const Dataset& sample = *catalog.dataset("sample");
  EXPECT_EQ(sample.title.en, "Samples");
  EXPECT_EQ(sample.key, Words{"no"});
  EXPECT_EQ(sample.frequency, "month");
  EXPECT_EQ(sample.due, 10);
  EXPECT_EQ(sample.retention, 0);
  EXPECT_EQ(sample.sha256.size(), 64U);
  EXPECT_EQ(sample.where.file, "catalog/datasets/sample.yaml");
  EXPECT_TRUE(sample.column("no")->required) << "key columns are";
  EXPECT_EQ(sample.column("sampled_on")->least, 16436);
  EXPECT_EQ(sample.column("value")->most, 12500);
  EXPECT_EQ(sample.column("value")->unit, "mg/kg");
  EXPECT_EQ(sample.column("firm")->form, DatasetColumn::Form::kUscc);
  EXPECT_EQ(sample.column("passed")->also, Words{"结论"});
  EXPECT_EQ(*sample.column_index("town"), 4U);
  EXPECT_EQ(sample.column("none"), nullptr);
  EXPECT_EQ(catalog.code_list("area")->id, "town") << "the district's own";
}

TEST(Dataset, IsReadWithItsChecks) {
  const DatasetPack pack;
  Diagnostics diagnostics;
  const Catalog catalog = pack.load(diagnostics);
  const Dataset& sample = *catalog.dataset("sample");
  ASSERT_EQ(sample.checks.size(), 2U);
  EXPECT_TRUE(sample.checks[0].rejects);
  EXPECT_EQ(sample.checks[0].remedy.en, "check");
  EXPECT_EQ(sample.checks[0].when.text(), "reported_on < sampled_on");
  EXPECT_FALSE(sample.checks[1].rejects);
  ASSERT_EQ(sample.batch_checks.size(), 2U);
  EXPECT_FALSE(sample.batch_checks[0].sum);
  EXPECT_FALSE(sample.batch_checks[0].rejects);
  EXPECT_EQ(sample.batch_checks[1].change, *Decimal::parse("12.5"));
  EXPECT_TRUE(sample.batch_checks[1].rejects);
}

TEST(Dataset, IsReadWithItsCubes) {
  const DatasetPack pack;
  Diagnostics diagnostics;
  const Catalog catalog = pack.load(diagnostics);
  const Dataset& sample = *catalog.dataset("sample");
  const RecordCube& food = *sample.cube("food");
  EXPECT_EQ(food.title.zh, "抽检") << "that of the catalog";
  EXPECT_EQ(food.by[0].id, "year");
  EXPECT_EQ(food.by[0].title.zh, "年");
  EXPECT_EQ(food.measures[0].title.zh, "完成件数");
  EXPECT_EQ(food.where->text(), "reported_on is not null");

  const RecordCube& firms = *sample.cube("firms");
  EXPECT_EQ(firms.by[1].id, "size");
  EXPECT_EQ(firms.by[1].title.zh, "规模") << "that of the register's column";
  EXPECT_EQ(firms.by[2].id, "place");
  EXPECT_EQ(firms.by[2].title.zh, "街镇");
  ASSERT_EQ(firms.measures.size(), 7U);
  EXPECT_EQ(firms.measures[0].title.zh, "完成件数") << "that of the cube above";
  EXPECT_EQ(firms.measures[1].unit, "件") << "rows are counted";
  EXPECT_EQ(firms.measures[2].form, RecordMeasure::Form::kDistinct);
  EXPECT_EQ(firms.measures[4].unit, "mg/kg");
  EXPECT_EQ(firms.measures[5].at, *Decimal::parse("0.5"));
  EXPECT_EQ(firms.measures[6].keep, 50);
  EXPECT_TRUE(firms.measures[6].where);
}

TEST(Dataset, FormulasSeeItsColumnsAndThoseOfItsRegisters) {
  const DatasetPack pack;
  Diagnostics diagnostics;
  const Catalog catalog = pack.load(diagnostics);
  const auto names = formula_names(*catalog.dataset("sample"), catalog);
  const auto columns = formula_columns(*catalog.dataset("sample"), catalog);
  ASSERT_EQ(names.size(), 11U);
  ASSERT_EQ(columns.size(), names.size());
  EXPECT_EQ(names[1].type, formula::Type::kDate);
  EXPECT_EQ(names[6].decimals, 3);
  EXPECT_EQ(names[8].id, "firm.code");
  EXPECT_EQ(names[9].id, "firm.size");
  EXPECT_EQ(columns[9]->codes, "size");
}

TEST(Dataset, ADistrictAddsItsOwn) {
  DatasetPack pack;
  pack.write("districts/test/datasets/own.yaml", replace_all(kRegister, "企业, en: Enterprises", "自有"));
  pack.write("districts/test/datasets/firm.yaml", kRegister);
  Diagnostics diagnostics;
  const Catalog catalog = pack.load(diagnostics);
  EXPECT_THAT(diagnosed(diagnostics),
              ElementsAre("districts/test/datasets/firm.yaml:1:1 catalog.defined-twice"));
  EXPECT_EQ(catalog.dataset("own")->title.zh, "自有");
}

TEST(DatasetMistakes, OfTheWhole) {
  EXPECT_EQ(mistakes("key: no\n", "key: nr\n"), Words{"5:6 dataset.unknown-column"});
  EXPECT_EQ(mistakes("key: no\n", "key: [no, towm]\n"), Words{"5:11 dataset.unknown-column"});
  EXPECT_EQ(mistakes("key: no\n", "key: []\n"), Words{"5:6 dataset.no-key"});
  EXPECT_EQ(mistakes("time: sampled_on", "time: town"),
            (Words{"6:7 dataset.bad-time", "14:3 dataset.time-not-required"}));
  EXPECT_EQ(mistakes("time: sampled_on", "time: reported_on"), Words{"12:3 dataset.time-not-required"});
  EXPECT_EQ(mistakes("owner: market\n", "owner: marked\n"), Words{"1:1 catalog.unknown-owner"});
  EXPECT_EQ(mistakes("domain: food\n", "domain: foot\n"), Words{"1:1 catalog.unknown-domain"});
  EXPECT_EQ(mistakes("frequency: month", "frequency: monthly").front(), "7:12 catalog.unknown-word");
  EXPECT_EQ(mistakes("frequency: month\n", ""),
            (Words{"7:1 dataset.no-frequency", "6:1 dataset.no-frequency", "20:1 dataset.no-period"}));
  EXPECT_EQ(mistakes("due: 10", "due: -1"), Words{"8:6 dataset.negative"});
  EXPECT_EQ(mistakes("unit: 件\n", ""), Words{"1:1 yaml.missing-key"});
  EXPECT_EQ(mistakes("due: 10", "dew: 10"), Words{"8:1 yaml.unknown-key"});
}

TEST(DatasetMistakes, OfAColumn) {
  EXPECT_EQ(mistakes("codes: stage", "codes: stag"),
            (Words{"13:3 catalog.unknown-code-list", "25:3 dataset.other-codes"}));
  EXPECT_EQ(mistakes("ref: firm", "ref: film").front(), "15:3 dataset.unknown-ref");
  EXPECT_EQ(mistakes("type: uscc, ref: firm", "ref: firm"), Words{"15:3 dataset.ref-of-other-type"});
  EXPECT_EQ(mistakes("min: 2015-01-01", "min: 2015-02-30"), Words{"11:67 dataset.bad-limit"});
  EXPECT_EQ(mistakes("max: 12.5", "max: 12.3456"), Words{"16:80 dataset.bad-limit"});
  EXPECT_EQ(mistakes("max: 12.5", "max: -1"), Words{"16:72 dataset.crossed-limits"});
  EXPECT_EQ(mistakes("decimals: 3, ", ""), (Words{"16:10 dataset.bad-decimals", "16:67 dataset.bad-limit"}));
  EXPECT_EQ(mistakes("type: boolean", "type: boolean, unit: 件"), Words{"17:39 dataset.not-for-type"});
  EXPECT_EQ(mistakes("type: boolean", "type: boolean, length: 5"), Words{"17:39 dataset.not-for-type"});
  EXPECT_EQ(mistakes("type: boolean", "type: logical").front(), "17:30 catalog.unknown-word");
  EXPECT_EQ(mistakes("[A-Z]{2}[0-9]{3}", "[A-Z"), Words{"10:41 dataset.bad-pattern"});
  EXPECT_EQ(mistakes("codes: stage, required: true", "codes: stage, length: 5, required: true"),
            Words{"13:37 dataset.not-with-codes"});
  EXPECT_EQ(mistakes("also: [结论]", "also: [环节]"), Words{"17:3 dataset.head-taken"});
  EXPECT_EQ(mistakes("also: [结论]", "personal: secret"), Words{"17:49 catalog.unknown-word"});
}

TEST(DatasetMistakes, OfAnExample) {
  EXPECT_EQ(mistakes("example: XC001", "example: XC01"), Words{"10:3 dataset.bad-example"});
  EXPECT_EQ(mistakes("example: 2020-12-31", "example: 2020/12/31"), Words{"11:3 dataset.bad-example"});
  EXPECT_EQ(mistakes("example: 2020-12-31", "example: 2014-12-31"), Words{"11:3 dataset.bad-example"});
  EXPECT_EQ(mistakes("example: 生产", "example: 销售"), Words{"13:3 dataset.bad-example"});
  EXPECT_EQ(mistakes("example: 生产", "example: canteen"), Words{});
}

TEST(DatasetMistakes, OfARegisterWithACompoundKey) {
  const DatasetPack pack(kSample, replace_all(kRegister, "key: code", "key: [code, town]"));
  EXPECT_THAT(pack.mistakes(), ElementsAre("catalog/datasets/sample.yaml:15:3 dataset.ref-to-compound-key"));
}

TEST(DatasetMistakes, OfAFormula) {
  EXPECT_EQ(mistakes("when: reported_on < sampled_on", "when: reported_on - sampled_on"),
            Words{"19:41 dataset.not-a-condition"});
  EXPECT_EQ(mistakes("when: reported_on < sampled_on", "when: \"\""), Words{"19:41 dataset.not-a-formula"});
  EXPECT_EQ(mistakes("sum: not passed", "sum: town"), Words{"23:38 dataset.not-a-number"});
  EXPECT_EQ(mistakes("when: reported_on < sampled_on", "when: firm.size is null"),
            Words{"19:41 dataset.not-of-the-row"})
      << "what a register says may change";
  EXPECT_EQ(mistakes("sum: not passed", "sum: firm.size = 'large'"), Words{"23:38 dataset.not-of-the-row"});
  EXPECT_EQ(mistakes("sum: not passed", "\"sum\": \"reported_on > workdays(sampled_on, 20)\""),
            Words{"23:40 dataset.no-workdays"});
  EXPECT_EQ(mistakes("change: 50%", "change: 50"), Words{"22:38 dataset.bad-change"});
  EXPECT_EQ(mistakes("change: 50%", "change: 0%"), Words{"22:38 dataset.bad-change"});
  EXPECT_EQ(mistakes("volume:", "late:"), Words{"22:3 dataset.check-twice"});
  EXPECT_EQ(mistakes("stage <> 'canteen'", "stage <> 'cantine'"), Words{"32:61 dataset.no-such-code"});
  EXPECT_EQ(mistakes("stage <> 'canteen'", "\"firm.size in ('large', 'smal')\""),
            Words{"32:61 dataset.no-such-code"});
  EXPECT_EQ(mistakes("max: {highest: value}", "max: {highest: valu}").size(), 1U)
      << "told by the formula module";
}

TEST(DatasetMistakes, OfACube) {
  EXPECT_EQ(mistakes("at: 0.5", "at: 1"), Words{"36:58 dataset.bad-share"});
  EXPECT_EQ(mistakes("keep: 50", "keep: 0"), Words{"37:35 dataset.bad-keep"});
  EXPECT_EQ(mistakes("first: sampled_on", "first: passed"), Words{"34:18 dataset.no-order"});
  EXPECT_EQ(mistakes("{place: firm.town}", "firm.town, town"), Words{"31:50 dataset.name-twice"});
  EXPECT_EQ(mistakes("{place: firm.town}", "value + 1"), Words{"31:39 dataset.unnamed-dimension"});
  EXPECT_EQ(mistakes("{place: firm.town}", "{place: value + 1}"), Words{"31:40 dataset.no-title"});
  EXPECT_EQ(mistakes("zh: 天数, ", ""), Words{"36:17 dataset.no-title"});
  EXPECT_EQ(mistakes("distinct: {firms: firm}", "distinct: {tested: firm}"),
            Words{"33:16 dataset.name-twice"});
  EXPECT_EQ(mistakes("    title: {zh: 单位, en: Firms}\n", ""), Words{"29:3 dataset.no-title"});
}

TEST(DatasetMistakes, OfACubeOfTheCatalog) {
  EXPECT_EQ(mistakes("by: [year(sampled_on), stage]", "by: [stage]"), Words{"25:3 dataset.no-year"});
  EXPECT_EQ(mistakes("by: [year(sampled_on), stage]", "by: [year(sampled_on)]"),
            Words{"25:3 dataset.missing-dimension"});
  EXPECT_EQ(mistakes("by: [year(sampled_on), stage]", "by: [year(sampled_on), stage, town]"),
            Words{"25:3 dataset.foreign-dimension"});
  EXPECT_EQ(mistakes("by: [year(sampled_on), stage]", "by: [year(sampled_on), {stage: town}]"),
            Words{"25:3 dataset.other-codes"});
  EXPECT_EQ(mistakes("by: [year(sampled_on), stage]",
                     "by: [year(sampled_on), {stage: \"case when passed then 'production' else "
                     "'circlation' end\"}]"),
            Words{"25:3 dataset.no-such-code"});
  EXPECT_EQ(mistakes("sums: {tested: 1, passed: passed}", "sums: {tested: 1}"),
            Words{"25:3 dataset.missing-measure"});
  EXPECT_EQ(mistakes("sums: {tested: 1, passed: passed}", "sums: {tested: 1, passed: passed, rate: 1}"),
            Words{"28:39 dataset.foreign-measure"});
  EXPECT_EQ(mistakes("sums: {tested: 1, passed: passed}", "sums: {tested: 1}\n    distinct: {passed: firm}"),
            Words{"29:16 dataset.not-a-sum"});
}

TEST(DatasetMistakes, OneCubeInTwoDatasets) {
  DatasetPack pack;
  pack.write("catalog/datasets/third.yaml",
             kRegister + "cubes:\n  firms: {title: {zh: 户}, by: [size], sums: {n: 1}}\n");
  EXPECT_THAT(pack.mistakes(), ElementsAre("catalog/datasets/third.yaml:11:3 dataset.cube-twice"));
}

TEST(StoredValue, IsWhatTheColumnSays) {
  DatasetColumn column;
  column.type = DatasetColumn::Type::kDecimal;
  column.decimals = 2;
  EXPECT_EQ(stored_value(column, "12.5"), 1250);
  EXPECT_EQ(stored_value(column, "-0.010"), -1) << "a zero more says nothing";
  EXPECT_EQ(stored_value(column, "0.001"), std::nullopt);
  EXPECT_EQ(stored_value(column, "92233720368547758.08"), std::nullopt) << "beyond 64 bits";
  EXPECT_EQ(stored_text(column, 1250), "12.50");
  column.type = DatasetColumn::Type::kTime;
  EXPECT_EQ(stored_value(column, "1970-01-02 00:00:01"), 86401);
  EXPECT_EQ(stored_value(column, "1970-01-02 24:00:00"), std::nullopt);
  for (const std::int64_t seconds : {0LL, -1LL, -86400LL, 86399LL, 1609459199LL})
    EXPECT_EQ(stored_value(column, stored_text(column, seconds)), seconds);
  column.type = DatasetColumn::Type::kBoolean;
  EXPECT_EQ(stored_value(column, "是"), 1);
  EXPECT_EQ(stored_value(column, "1"), std::nullopt);
}

TEST(FormulaLiterals, StandBesideTheNameTheyAreComparedWith) {
  const auto literals = [](const std::string& formula) {
    Words out;
    for (const auto& [name, text] : formula_literals(formula)) out.push_back(name + "=" + text);
    return out;
  };
  EXPECT_EQ(literals("a = 'x' and 'y' <> b.c or d not in ('u', 'v''w') and e like 'A%'"),
            (Words{"a=x", "b.c=y", "d=u", "d=v'w"}));
  EXPECT_EQ(literals("case when a = 'x' then 'y' else 'z' end"), (Words{"a=x", "=y", "=z"}));
  EXPECT_EQ(literals("a = b"), Words{});
}

}  // namespace
}  // namespace zhiheng::catalog
