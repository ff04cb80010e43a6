"""Sections that most papers have, each with words that speak for it: a beginning, for editors to change in the admin."""

from django.db import migrations, models

# name: (address, page names that belong to it, words)
SECTIONS = {
    "要闻": (
        "头版 时政 时政要闻 本报要闻 要闻时政 今日要闻",
        "常委会 党组 地委 州委 市委 县委 区委 自治区党委 省委 党委书记 行署专员 人大常委会 政协委员 两会 全委会 常务会议 "
        "政府工作报告 主题教育 党课 理论学习 学习贯彻 巡视 巡察 组织部 宣传部 统战 述职 表彰大会 党代会 党中央 国务院 "
        "总书记 从严治党 党建 党支部 中央政治局 深改委 部署会 动员会 干部大会 任前公示 领导小组 视察 调研时强调 会议指出 "
        "会议强调 会议要求 会议审议",
    ),
    "经济": (
        "财经 经济新闻 产经 经济要闻 财经新闻 产业 金融",
        "经济增长 GDP 生产总值 固定资产投资 投资额 招商引资 签约 开工建设 重点项目 产业园 园区 企业 公司 民营经济 营商环境 "
        "市场主体 工业 制造业 产业链 产值 营业收入 利润 进出口 外贸 出口额 口岸 通关 物流 电商 消费券 零售 销售额 贷款 "
        "信贷 银行 金融 保险 证券 股市 上市 税收 减税 税务 财政收入 融资 产能 订单 供应链 数字经济 新能源 光伏 风电 煤矿 "
        "电力 油田 矿业 货运量 涨价 物价 同比增长 消费品 开发区 自贸区 央企 国企",
    ),
    "农业": (
        "三农 农村 乡村 乡村振兴 农业农村 农牧 牧业",
        "农业 农村 农民 农田 耕地 高标准农田 粮食 小麦 玉米 水稻 棉花 播种 春耕 春播 秋收 夏收 收割 化肥 农资 种子 育种 "
        "良种 合作社 种植 种植户 养殖 养殖户 大棚 温室 果园 果农 牧民 牧业 牲畜 羊群 羔羊 母羊 牛羊 草场 草料 饲草 接羔 "
        "圈舍 防疫员 兽医 渔业 渔民 冬捕 水产 农机 灌溉 亩产 病虫害 农产品 乡村振兴 农家肥 墒情 农技 特色种养 面粉 菜农",
    ),
    "民生": (
        "民生新闻 百姓 生活 便民 服务 民生服务",
        "低保 养老 养老金 高龄津贴 津贴 社保 医保 就业 招聘会 失业 廉租房 公租房 保障房 老旧小区 供暖 暖气 供热 供水 停水 "
        "停电 燃气 物业 业主 居民 社区 网格员 公交 班车 出行 菜价 菜市场 食堂 老年人 老人 残疾人 救助 困难群众 送温暖 "
        "便民 办证 窗口 热线 报修 加装电梯 停车 幼儿园 托育 公积金 民政 福利 养老院 日间照料 补贴 发放 惠民 实事",
    ),
    "社会": (
        "社会新闻 社会万象 都市 城事",
        "志愿者 志愿服务 好人 见义勇为 好心人 爱心 捐款 捐赠 拾金不昧 走失 失联 搜救 救援 救援队 消防 火灾 火警 报警 车祸 "
        "交通事故 溺水 坠落 被困 民警 派出所 寻人 失物 感谢信 锦旗 献血 遗体捐献 邻居 孤儿 寻亲 暴雪 暴雨 地震 台风 洪水 "
        "道德模范 好人好事",
    ),
    "法治": (
        "法制 政法 平安 法治新闻 法治在线 以案说法",
        "法院 检察院 检察官 法官 律师 庭审 开庭 判决 判处 有期徒刑 被告人 被告 原告 犯罪 嫌疑人 犯罪嫌疑人 公安 公安局 刑警 "
        "刑事 民事 诉讼 案件 立案 侦查 逮捕 起诉 公诉 执行局 调解 人民调解 普法 法律援助 法治 司法 司法所 诈骗 电信诈骗 "
        "反诈 毒品 禁毒 盗窃 贪污 受贿 行政处罚 违法 违法行为 宪法 民法典 刑法 条例 仲裁 公证 扫黑除恶 合同纠纷 维权",
    ),
    "教育": (
        "教育新闻 校园 教育周刊 科教",
        "教育 学校 小学 中学 高中 初中 大学 高校 学院 职业学院 学生 教师 老师 校长 课堂 课程 教材 高考 中考 招生 录取 考生 "
        "研究生 本科 毕业生 学位 开学 寒假 暑假 寄宿 寄宿生 学前教育 义务教育 职业教育 双减 家庭作业 班主任 教研 支教 校园 "
        "教学 师资 思政课 奖学金 助学 留学 教育局 教育部 幼教",
    ),
    "健康": (
        "卫生 医疗 健康新闻 卫健 养生 医药",
        "健康 医院 医生 护士 患者 病人 门诊 住院 手术 诊断 治疗 疾病 病毒 疫苗 接种 流感 感染 传染病 疫情 癌症 肿瘤 糖尿病 "
        "高血压 心脏病 药品 药物 中医 针灸 卫生院 卫生室 医疗队 医疗 医务人员 义诊 体检 急诊 急救 康复 营养 饮食 睡眠 儿科 "
        "孕妇 分娩 卫健委 疾控 医学 医联体 家庭医生 巡诊",
    ),
    "科技": (
        "科学 科技新闻 创新 科学技术",
        "科技 科研 科学家 院士 实验室 研究所 研究团队 研发 专利 技术创新 人工智能 大数据 芯片 半导体 机器人 5G 卫星 火箭 "
        "航天 航天员 空间站 探月 火星 飞船 科考 考察船 望远镜 量子 基因 论文 自主研发 攻关 成果转化 算法 软件 互联网 "
        "云计算 物联网 区块链 无人机 无人驾驶 核电 超算 创新中心 科普 中科院 中国科学院",
    ),
    "生态": (
        "环保 绿色 生态环境 环境 美丽中国",
        "生态 生态环境 生态保护 环保 环境保护 污染 治污 减排 碳中和 碳达峰 PM2.5 空气质量 水质 湿地 候鸟 鸟类 观鸟 野生动物 "
        "保护区 自然保护区 国家公园 森林 造林 植树 护林员 林草 草原 荒漠 沙漠 治沙 防沙 河长 湖长 河湖 水资源 生态补水 "
        "补水 地下水 冰川 垃圾分类 绿化 栖息地 物种 种群 江豚 巡护 禁渔 退耕还林 碧水 蓝天 净土 生物多样性 污水",
    ),
    "文化": (
        "文艺 文化新闻 文体 文娱 文博 文化周刊",
        "文化 博物馆 文物 考古 遗址 非遗 非物质文化遗产 传承人 古籍 修复 图书馆 文化馆 展览 展出 画展 书画 书法 美术 摄影展 "
        "演出 舞台 剧场 话剧 歌舞 歌舞团 舞蹈 戏曲 京剧 音乐会 交响乐 合唱 乐团 电影 影片 票房 导演 演员 电视剧 纪录片 "
        "作家 小说 诗歌 文学 出版 出版社 新书 民间艺术 刺绣 木雕 剪纸 民歌 阿肯 庙会 春晚 文化节 艺术节 文艺 艺术家 阅读 读书",
    ),
    "旅游": (
        "旅游新闻 文化旅游 旅游周刊",
        "旅游 游客 景区 景点 景色 旅行社 导游 民宿 酒店 客房 自驾 自驾游 滑雪 滑雪场 雪场 雪道 缆车 冰雪旅游 冰雪节 冰灯 "
        "门票 旅游收入 接待游客 文旅 文旅局 度假 度假区 度假村 观光 线路 打卡 研学 露营 出境游 乡村游 农家乐 黄金周 旅客 "
        "5A级 4A级 雪地摩托 游览 旅游业 旅游节 全域旅游",
    ),
    "体育": (
        "体育新闻 运动 体坛 竞技",
        "体育 比赛 联赛 决赛 半决赛 小组赛 预赛 冠军 亚军 季军 夺冠 金牌 银牌 铜牌 奖牌 世锦赛 锦标赛 世界杯 奥运 奥运会 "
        "冬奥会 冬奥 亚运会 全运会 运动会 军运会 运动员 教练 主教练 球员 球队 球迷 足球 篮球 排球 女排 男足 女足 国足 乒乓球 "
        "羽毛球 网球 游泳 田径 马拉松 体操 举重 击剑 拳击 射击 冰球 花样滑冰 短道速滑 速滑 高山滑雪 裁判 进球 比分 主场 客场 "
        "选手 赛场 健身 全民健身 中超 CBA NBA 国际奥委会 中国队 赛季 摔跤 赛马",
    ),
    "国际": (
        "国际新闻 环球 世界 国际副刊 国际时讯",
        "美国 俄罗斯 日本 韩国 朝鲜 英国 法国 德国 意大利 西班牙 欧盟 欧洲 印度 巴基斯坦 伊朗 伊拉克 叙利亚 以色列 巴勒斯坦 "
        "土耳其 沙特 埃及 非洲 澳大利亚 加拿大 巴西 阿根廷 墨西哥 乌克兰 哈萨克斯坦 越南 泰国 缅甸 菲律宾 印尼 印度尼西亚 "
        "马来西亚 新加坡 阿富汗 联合国 北约 世贸组织 世界卫生组织 国际货币基金组织 总统 首相 外长 外交部 白宫 国会 议会 "
        "特朗普 普京 拜登 大使馆 大使 外交 峰会 访华 制裁 停火 关税 华盛顿 莫斯科 东京 伦敦 巴黎 柏林 首尔 纽约 日内瓦 "
        "布鲁塞尔 开罗 安理会 中东 脱欧 难民 恐怖袭击 外媒 路透社 法新社 当地时间 联合声明 双边关系",
    ),
    "副刊": (
        "文学 文苑 文学副刊 周末 悦读 百花园",
        "散文 诗歌 随笔 征稿 外一首 组诗 诗二首 小小说 童年 祖母 奶奶 外婆 爷爷 父亲 母亲 故乡 老屋 炊烟 乡愁 月光 落叶 "
        "记得小时候 小时候 我家 我想起 我记得 那年 多年以后 书评 读后感",
    ),
}


def make_sections(apps, schema_editor):
    """Makes those that are not there; one that is gets words and page names where it has none."""
    Section = apps.get_model("newsroom", "Section")
    for position, (name, (page_names, words)) in enumerate(SECTIONS.items(), 1):
        lists = {"page_names": "\n".join(page_names.split()), "keywords": "\n".join(words.split())}
        section, made = Section.objects.get_or_create(
            name=name, defaults={"slug": name, "position": 10 * position, **lists}
        )
        if not made:
            for field, value in lists.items():
                setattr(section, field, getattr(section, field) or value)
            section.save()


def remove_sections(apps, schema_editor):
    """Sections that hold articles stay."""
    apps.get_model("newsroom", "Section").objects.filter(name__in=SECTIONS, articles=None).delete()


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0009_structure_rights")]

    operations = [
        migrations.AddField(
            model_name="article",
            name="section_evidence",
            field=models.CharField(blank=True, max_length=200, verbose_name="evidence for the section"),
        ),
        migrations.AddField(
            model_name="article",
            name="section_confidence",
            field=models.FloatField(blank=True, null=True, verbose_name="confidence in the section"),
        ),
        migrations.AddField(
            model_name="issue",
            name="newspaper_inferred",
            field=models.BooleanField(
                default=False,
                help_text="Read from the text, not given by the operator.",
                verbose_name="newspaper inferred",
            ),
        ),
        migrations.AlterField(
            model_name="section",
            name="keywords",
            field=models.TextField(
                blank=True,
                help_text="Words that speak for this section, one a line. An article whose words clearly speak for one "
                "section is proposed for it at import; where they do not, none is proposed.",
                verbose_name="words",
            ),
        ),
        migrations.RunPython(make_sections, remove_sections),
    ]
