"""What Chinese names are made of, and what jieba's dictionary knows of names, places and other words."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from newsroom.language import words


def _words(text: str) -> list[str]:
    return text.split()


# Surnames of one character, the most frequent first: a name run together is cut where the frequent ones stand.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程"
    "苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝"
    "龚邵万钱严覃武戴莫孔向汤洪赖常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰"
    "焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲"
    "房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟"
    "应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝阎萧狄燕满裘屠厉晋"
    "计冀慎隆花普巨归南乐勾肇莽励强银戈占仝修丘苍傅楼谌封储尧迪初亢那鹿束朴楚海衡须禹禄稽嵇支"
    "晁鞠荆国奚由胥官闻芮阚郦怀郁咸诺伏幸豆奉贡皮扬智帅荀随宿冶尕哈伊塔斯宝弓邸昝展竺揭云井青"
    "扈郗都鄢逯钮浦祖佴耶丰酆浮仉战盖汝况铁雒尉贝谈茅危宣贲杭诸滑羊於惠羿汲邴糜松富巴牧隗山宓"
    "蓬班仰秋暴钭戎韶郜蓟薄印邰鄂索籍蔺阴莘劳逄扶堵宰雍郤璩濮寿郏充慕茹习宦鱼容庾暨居弘匡阙东"
    "殳沃利蔚越夔厍融訾毋乜巢蒯桓果别冮郄塞虎依淡字朝仵户缑卿洛藏逮亓隽矫蹇原练"
)
COMPOUND_SURNAMES = frozenset(
    _words(
        "欧阳 诸葛 司马 上官 司徒 东方 皇甫 尉迟 公孙 慕容 令狐 南宫 夏侯 端木 呼延 轩辕 钟离 宇文 长孙 独孤 申屠 澹台 "
        "淳于 单于 太史 司空 闻人 万俟 拓跋 完颜 西门 南门 东郭 公冶 宗政 濮阳 赫连 纳兰 达斡 叶赫"
    )
)
SURNAME_RANK = {surname: rank for rank, surname in reversed(list(enumerate(SURNAMES)))}

# Characters that given names are mostly made of.
GIVEN = frozenset(
    "明国华文军平志建英伟海红春永玉小晓立丽秀新东强金庆荣德民峰光辉云林生成宏宝福祥学忠良义武胜俊杰超勇刚波涛斌磊鹏飞"
    "龙江河山川浩宇天一亚洁雪梅兰芳芬莉娟娜婷静敏慧燕玲艳霞珍琴凤霜月佳欣怡雅雯倩颖琳琪瑶瑜璐萍萌蓓薇蕾莹莲菊香桂花"
    "树松柏森栋梁根全才兴旺富贵寿康健安宁顺利达通远长久恒世代继承祖先正大清源泉洪洋湖浪淼润泽溪鸿鹤雁凯旋捷毅坚锋锐"
    "铁钢铭钧锦银铮思维智睿哲聪仁礼信诚孝友爱善美乐喜欢怀念盼望君子士彦之少卿尚奇雄豪威震宗绍绪纪纲家邦京沪晋豫秦楚湘"
    "培增加启发开展振兴跃腾升昌盛茂繁晨旭阳昊昕晖晶星晴曦冰冬夏秋西南北中万里千百双三四五如若然可以为有其自心诗书画"
)

# Characters that write the sounds of Kazakh, Uyghur, Mongolian and foreign names.
SOUNDING = frozenset(
    "查理阿艾爱安巴白拜班贝比毕别波伯博布才察达代丹旦道德登迪的蒂丁丢都杜恩尔法菲夫福富盖甘戈哥格根古哈海"
    "罕汉赫黑胡华霍基吉加贾江杰金卡凯坎康柯科克肯孔库夸拉来莱兰朗勒雷黎里力利丽列林留龙隆卢鲁罗洛马玛迈麦"
    "曼芒毛梅美门蒙米密明莫姆木穆那纳乃娜奈内尼年宁努诺欧帕潘佩皮平普齐恰强切青琼热仁瑞若萨塞赛桑沙莎山生"
    "胜什施石史士斯苏孙索塔太泰坦汤特腾提帖铁图吐托瓦娃万旺威维卫温沃乌吾武西希夏先辛雅亚延言扬耶叶依伊以"
    "亦义英永尤于裕扎再则泽曾珍詹支治祖孜佐宗买哎也耐丫汗合衣甫娅芙蕾翰叁且阔剌迭音逊顿森瑟莉丘弗佛贡圭洪"
    "捷楚茨兹奥约哲契韦因戴乔珀芬茜琳薇蓓妮妲黛亨豪伦仑赖劳费冯弥谢舍舒屠沁钦日其朝彦嘎高和顺琴额肉"
)
# Words that stand in the place of a name and are none; those of the trade come first.
NOT_A_NAME = frozenset(
    _words(
        "本报 本刊 本网 本台 本社 新华 新华社 中新社 人民网 人民视觉 影像中国 视觉中国 资料 资料图 记者 通讯员 编辑 "
        "作者 摄影 报道 整理 综合 综合报道 专电 图片 图文 手记 留言板 连线 节 站 部 证 会 从 在 等 者 及 和 获悉 了解 "
        "了解到 感言 来信 调查 观察 采访 采访时 眼中 口述 翻译 参与 采写 供图 无人机 受访者 网友 读者 主办方 有关部门 "
        "相关部门 现场 日前 近日 昨日 今日 昨天 今天 当日 分别 编者按 编后 附图 图为 见图 左图 右图 上图 下图 完 下转 "
        "上接 待续 未完待续 贺信 贺电 贺词 贺函 公告 公报 通告"
    )
)


@cache
def _tagged_words() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """From jieba's dictionary: personal names (nr, nrfg); transliterated ones (nrt), some of them of places; places."""
    import jieba

    native: set[str] = set()
    foreign: set[str] = set()
    places: set[str] = set()
    with Path(jieba.__file__).with_name("dict.txt").open(encoding="utf-8") as lines:
        for word, _, tag in (line.split() for line in lines):
            if tag.startswith("nr") and len(word) <= 6:
                (foreign if tag == "nrt" else native).add(word)
            elif tag == "ns":
                places.add(word)
    return frozenset(native), frozenset(foreign), frozenset(places)


def is_place(text: str) -> bool:
    """新疆, 阿勒泰: a place of jieba's dictionary."""
    return len(text) > 1 and text in _tagged_words()[2]


def is_ordinary_word(text: str, *, vouched: bool = False) -> bool:
    """高兴, 方法, 莫斯科: a word of jieba's dictionary, nobody's name. ``vouched``: a foreign name is a person's."""
    counts, _ = words.load()
    if not counts.get(text, 0):
        return False
    native, foreign, _ = _tagged_words()
    return text not in native and not (vouched and text in foreign)


def share_of_words(text: str) -> float:
    """The share of characters that ordinary words of two characters or more cover, read from left to right."""
    covered = position = 0
    while position < len(text):
        for length in (4, 3, 2):
            if position + length <= len(text) and is_ordinary_word(text[position : position + length]):
                covered += length
                position += length
                break
        else:
            position += 1
    return covered / len(text) if text else 0.0
