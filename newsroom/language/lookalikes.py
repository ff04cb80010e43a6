"""Characters taken for one another: by their shape, as scanning does, or by their sound, as typing does."""

from __future__ import annotations

from functools import cache

# Groups a stroke's length or a dot apart, which scanning confuses most.
_CLOSEST = (
    "己已巳 未末 人入 日曰 土士 千干 大太犬 天夭夫 牛午 戊戌戍 刀力 晴睛 免兔 乌鸟 茶荼 冶治 侍待 亳毫 汩汨 祟崇 盲肓"
)
# Pairs and groups that scanning and readers confuse. Simplified characters only: that is what the search copy holds.
_GROUPS = """
己已巳 未末 人入八 日曰目 土士 千干于 大太犬 天夭无 福榴 子孑 刀力 戊戌戍戎 候侯 拨拔 辨辩辫 晴睛 蓝篮 冶治 侍待
折拆析 免兔 乌鸟 茶荼 斤斥 今令 贝见 风凤 几儿 九丸 王玉主 田由甲申 白百自 旦且 元无 木本术 竞竟 籍藉 帐账
历厉 即既 坏环怀 没设投 沮阻 抵低 侵浸 栽裁载 遣遗 赢羸嬴 棵颗 概慨 搏博膊 傅传 撤撒 崇祟 洒酒 券卷 汨汩 徒徙
仓仑 沦论 扰拢 祭蔡 暑署 盲肓 幻幼 延廷 壁璧 梁粱 慕暮墓幕 密蜜 微徽 壮状 驰弛 住往佳 处外 村材 柱桂 杜社
场扬杨 陈阵 牧收枚 市巿 圆园 问间闻 同向尚 石右古 左在 吉告 名各冬 雷雪 牛午 羊半平乎 手毛 县具 真直 青责贵
购构沟 钩钓 很恨根银 部陪倍培 防访妨仿 织识职积 科料 利刊判 到倒 侧则测 创枪抢 拍柏泊 油抽袖轴 技枝支 抬始怡
淮准推难雄谁 维唯惟 朗郎 清请情 泽译择 深探 浅线钱 渔鱼 汽气 冰水永 北比此 老考孝 者著 近进 过达 逐遂 退追
据居 提题 揭渴 摩磨 播潘 缓援 绿缘录 纲钢网 级极 纪记 细组 红江 约钧 经径轻 续读 缴激 针计 铜桐 镇真 阔活
险脸检 除余 劝动 势执 勤勒 勿匆 化比 十千 单早 厂广 友反发 受爱 召另 史吏 吸呼
"""


@cache
def shapes() -> dict[str, frozenset[str]]:
    """Each character -> those it is taken for by shape."""
    return _alike(_GROUPS)


@cache
def closest_shapes() -> dict[str, frozenset[str]]:
    """Each character -> those it is hardly told from."""
    return _alike(_CLOSEST)


def _alike(groups: str) -> dict[str, frozenset[str]]:
    alike: dict[str, set[str]] = {}
    for group in groups.split():
        for char in group:
            alike.setdefault(char, set()).update(set(group) - {char})
    return {char: frozenset(others) for char, others in alike.items()}


@cache
def sound(char: str) -> str:
    """A character -> its pinyin without tone; itself where it has none."""
    from pypinyin import lazy_pinyin  # a large table: loaded when somebody mistyped, not before

    return str(lazy_pinyin(char)[0])
