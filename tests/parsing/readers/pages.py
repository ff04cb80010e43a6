"""Made-up web pages: an article of a Founder e-paper in both its dialects, and a page of a news site."""

FOUNDER = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<title>雪岭日报数字报-冬捕开网</title></head><body>
<table><tr><td>第02版：<strong>民生</strong></td><td><a href="node_3.htm">下一版</a></td></tr></table>
<!--enpproperty <articleid>4711</articleid><date>2026-01-07 00:00:00.0</date><author>本报记者 马晓燕</author>\
<title>雪岭河冬捕首网<br>出鱼三千公斤</title><keyword></keyword><subtitle>——写在开网之际</subtitle>\
<introtitle>冬日&middot;见闻</introtitle><siteid>2</siteid><nodeid>3</nodeid><nodename>第02版：民生</nodename>/enpproperty-->
<founder-content><!--enpcontent-->
<p>　　本报讯（记者&nbsp;马晓燕　通讯员 古丽娜·叶尔兰）1月6日清晨，雪岭河冰面上人声鼎沸。</p>
<P>　　<strong>一网鱼</strong></P>
<p>　　“今年的鱼比往年<b>都</b>大。”捕鱼队队长说，A&amp;B两队等了一个月。</p>
<p><img src="a.jpg" onerror="alert(1)"></p><p>图为捕鱼现场。　通讯员 塔里哈提 摄</p>
<script>document.write("<p>别念我</p>")</script>
<p>　　鱼装上爬犁，运到镇里。（下转第三版）</p><!--/enpcontent--></founder-content>
</body></html>"""

NEWER = """<html><body><founder-title><![CDATA[月牙坡滑雪场开板]]></founder-title><founder-subtitle></founder-subtitle>
<founder-author>王浩 李明</founder-author><founder-date>2026-01-08</founder-date>
<founder-content><p>月牙坡滑雪场昨日开板，迎来本季首批游客。</p><p>孩子们在雪道上练习转弯。</p></founder-content></body></html>"""

NODE = """<html><body><div>第03版：影像</div><ul>
<li><a href="content_12.htm">乙</a></li><li><a href='./content_9.htm'>甲</a></li>
<li><a href=../07/content_12.htm>乙</a></li>
</ul></body></html>"""

WEB = """<!DOCTYPE html><html><head><meta charset="gb2312"><title>雪岭河冬捕开网-雪岭新闻网</title>
<meta name="publishdate" content="2026-01-06 10:20"></head><body>
<nav><a href="/">首页</a> <a href="/news">新闻</a> <a href="/photo">图片</a></nav>
<div class="content"><h1>雪岭河冬捕首网出鱼三千公斤</h1>
<p>雪岭新闻网-雪岭地区融媒体中心(记者&nbsp;马晓燕)1月6日，雪岭河冰面上人声鼎沸，捕鱼队拉起今冬第一网。</p>
<p>&ldquo;今年的鱼比往年都大。&rdquo;捕鱼队队长叶尔兰说，这一网他们等了整整一个月。大家把鱼装上爬犁，运到镇里的集市上。</p>
<p>集市上人来人往，买鱼的人排起了长队。镇里还安排了车辆，接送远道而来的客人，一直忙到天黑才收摊。</p></div>
<div class="footer">版权所有 雪岭新闻网 未经许可不得转载</div><script>alert("不是正文")</script></body></html>"""


def characters_of(part, text):
    """The characters a part's spans cover in its source, white space left out."""
    return "".join("".join(text[start:end].split()) for start, end in part.spans)


def parts_of(page):
    for article in page.articles:
        for _, _, part in article.parts():
            yield part
    yield from page.unplaced
