"""A made-up statistical report of any length, for measurements: the same seed gives the same bytes.

`make(chapters)` returns the Markdown text and the list of its planted mistakes. All numbers but the planted ones agree
with each other as far as their printed decimals say. Places, bodies and figures are invented."""
import random
from decimal import ROUND_HALF_UP, Decimal

FIRST, SECOND = "云石金南北东西清龙凤青白红新长安和福永兴林梅松竹兰荷桂柳杨枫", "溪桥山泉河湖塘坪岭湾田庄洲浦港"
GOODS = "粮食 蔬菜 水果 茶叶 食用油 水产品 肉制品 乳制品 酒类 糕点 饮料 调味品 蜂产品 豆制品 速冻食品".split()
BODIES = "工业企业 建筑企业 商贸企业 物流企业 餐饮企业 住宿企业 农业企业 文化企业 科技企业 旅游企业".split()
TRADES = "种植业 养殖业 采矿业 纺织业 造纸业 制药业 电子业 机械业 家具业 印刷业 塑料业 建材业".split()
CALLS = "质量 价格 广告 合同 计量 售后 安全 环境".split()
SUBJECTS = "产业结构 营商环境 基础设施 公共服务 生态治理 乡村建设 科技创新 质量监管 应急管理 人才队伍".split()
VERBS = "持续优化 稳步改善 不断完善 得到加强 明显提升 扎实推进".split()
HOW = ("坚持问题导向，", "围绕群众关切，", "在各方共同努力下，", "按照统一部署，", "着眼长远，", "")
WAYS = "健全工作机制 压实各方责任 加强部门协同 完善闭环处置 强化宣传引导 推进数据共享 细化工作举措".split()
DIGITS = "零一二三四五六七八九"


def numeral(n):
    """1 … 999 in Chinese numerals, as in 第一百二十章."""
    hundreds, tens, ones = n // 100, n // 10 % 10, n % 10
    text = DIGITS[hundreds] + "百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (DIGITS[ones] if ones else "")


def shown(value, decimals):
    """As printed: rounded half up, without -0.0."""
    return str(Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0)


def percent(part, whole, decimals=1):
    return shown(Decimal(part) * 100 / Decimal(whole), decimals)


class Report:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lines, self.planted = [], []
        self.chapter = 0

    def count(self, low=200, high=9000):
        return self.random.randint(low, high)

    def wrong(self, right, chosen, kind):
        """The number as it is printed: one digit off where the mistake is to be planted."""
        if not chosen:
            return str(right)
        number = Decimal(right)
        step = Decimal(1).scaleb(number.as_tuple().exponent) * (30 if kind == "sum" else 70)
        self.planted.append({"kind": kind, "line": len(self.lines) + 1})
        return str(number - step if number > step else number + step)  # a rate stays between 0 and 100

    def paragraph(self, *sentences):
        self.lines += ["".join(sentences), ""]

    def plain(self):
        """A sentence without numbers."""
        r = self.random
        return f"{r.choice(HOW)}{r.choice(SUBJECTS)}{r.choice(VERBS)}，{r.choice(WAYS)}，{r.choice(WAYS)}。"

    def enterprises(self, town, slip):
        names = self.random.sample(BODIES, 4)
        parts = [self.count() for _ in names]
        whole = self.wrong(sum(parts), slip, "sum")
        listed = "、".join(f"{name}{part}家" for name, part in zip(names, parts))
        self.paragraph(self.plain(), f"2023年末，{town}共有经营主体{whole}家，其中{listed}。", self.plain())

    def sampling(self, town, slip):
        goods = self.goods.pop()
        batches, failed = self.sampled[goods]
        passed = batches - failed
        rate = self.wrong(percent(passed, batches, 2), slip, "ratio")
        self.paragraph(f"全年{town}抽检{goods}{batches}批次，合格{passed}批次，合格率为{rate}%。", self.plain(), self.plain())

    def growth(self, town, slip):
        trade = self.trades.pop()
        before = Decimal(self.count(1000, 90000)) / 100
        now = before + Decimal(self.count(50, 900)) / 100
        rate = self.wrong(percent(now - before, before), slip, "growth")
        self.paragraph(self.plain(), f"2023年，{town}{trade}营业收入{now}亿元，2022年为{before}亿元，同比增长{rate}%。")

    def complaints(self, town, slip):
        call = self.calls.pop()
        calls = self.count(3000, 30000)
        closed = calls - self.random.randint(30, 900)
        rate = self.wrong(percent(closed, calls, 2), slip, "ratio")
        self.paragraph(f"{town}受理{call}投诉{calls:,}件，办结{closed:,}件，办结率{rate}%。", self.plain())

    def raised(self, town, slip):
        before = Decimal(self.count(8000, 9000)) / 100
        now = before + Decimal(self.count(20, 900)) / 100
        points = self.wrong(now - before, slip, "growth")
        self.paragraph(f"{self.random.choice(WAYS)}，{town}群众满意率由{before}%提高到{now}%，提高{points}个百分点。", self.plain(), self.plain())

    def grown_area(self, town, slip):
        crop = self.random.choice(GOODS[:4])
        area, more = self.count(9000, 90000), self.count(200, 800)
        rate = self.wrong(percent(more, area - more), slip, "growth")
        self.paragraph(self.plain(), f"{town}{crop}种植面积{area}亩，比上年增加{more}亩，增长{rate}%。", self.plain())

    def trades_table(self, town, slip):
        trades = self.random.sample(TRADES, self.random.randint(5, 9))
        before = [self.count() for _ in trades]
        now = [b + self.random.randint(-150, 400) for b in before]
        self.lines += [f"表{self.chapter}-1 {town}各行业企业户数", "", "| 行业 | 2022年（户） | 2023年（户） | 增长（%） |", "|---|---|---|---|"]
        for trade, old, new in zip(trades, before, now):
            self.lines.append(f"| {trade} | {old} | {new} | {percent(new - old, old)} |")
        total = self.wrong(sum(now), slip, "sum")
        self.lines += [f"| 合计 | {sum(before)} | {total} | {percent(Decimal(total) - sum(before), sum(before))} |", ""]

    def goods_table(self, town, slip):
        goods = self.random.sample(GOODS, self.random.randint(6, 10))
        batches, failed = zip(*(self.sampled[name] for name in goods))
        self.lines += [f"表{self.chapter}-2 {town}各类食品抽检情况", "", "| 类别 | 抽检批次 | 不合格批次 | 不合格率（%） |", "|---|---|---|---|"]
        chosen = self.random.randrange(len(goods))
        for i, name in enumerate(goods):
            rate = self.wrong(percent(failed[i], batches[i], 2), slip and i == chosen, "ratio")
            self.lines.append(f"| {name} | {batches[i]} | {failed[i]} | {rate} |")
        self.lines += [f"| 合计 | {sum(batches)} | {sum(failed)} | {percent(sum(failed), sum(batches), 2)} |", ""]

    def add_chapter(self, number):
        self.chapter = number
        town = FIRST[number % len(FIRST)] + SECOND[number // len(FIRST) % len(SECOND)] + "镇"
        self.lines += [f"## 第{numeral(number)}章 {town}", ""]
        # Sentences and table say the same of what was sampled.
        self.sampled = {name: (self.count(2000, 20000), self.count(20, 600)) for name in GOODS}
        # Nothing is told twice in sentences.
        self.goods, self.trades, self.calls = (self.random.sample(names, len(names)) for names in (GOODS, TRADES, CALLS))
        sections = [self.enterprises, self.sampling, self.growth, self.complaints, self.raised, self.grown_area,
                    self.trades_table, self.goods_table]
        repeated = [self.sampling, self.growth, self.complaints] * 3
        # One chapter in four has a mistake, each kind in turn.
        slip = sections[number // 4 % len(sections)] if number % 4 == 1 else None
        for section in sections:
            section(town, section == slip)
            self.paragraph(*(self.plain() for _ in range(self.random.randint(2, 6))))
        for section in repeated:
            section(town, False)
            self.paragraph(*(self.plain() for _ in range(self.random.randint(1, 4))))


def make(chapters, seed=20231231):
    """The text and its planted mistakes: [{kind, line}], lines counted from 1. At most 450 chapters."""
    assert 0 < chapters <= len(FIRST) * len(SECOND)
    report = Report(seed)
    report.lines += ["# 2023年各镇统计报告", "", "本报告的地名、机构和数字均为虚构。", ""]
    for number in range(1, chapters + 1):
        report.add_chapter(number)
    return "\n".join(report.lines) + "\n", report.planted
