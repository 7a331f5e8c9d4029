// SPDX-License-Identifier: GPL-3.0-or-later
// Images in the answer.
#include "tests/ui/visible_text.h"
#include "tst_invoke_server.h"
#include "ui/invoke/code_view.h"
#include "ui/invoke/image_view.h"
#include "ui/invoke/response_view.h"
#include "ui/invoke/svg_cleaner.h"

#include <QBuffer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

using namespace studio;
using namespace Qt::StringLiterals;
using studio::test::hasVisibleText;

namespace {

QByteArray encoded(const char *format, QSize size)
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(Qt::red);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, format);
    return bytes;
}

/// One pixel, in red.
const QByteArray smallGif =
    QByteArray::fromHex("47494638396101000100800000ff00000000ff2c00000000010001000002024401003b");

/// The head of a PNG that claims this size; its checksum is right, its pixels are missing.
QByteArray pngHead(quint32 width, quint32 height)
{
    QByteArray png = encoded("PNG", {1, 1});
    qToBigEndian(width, png.data() + 16);
    qToBigEndian(height, png.data() + 20);
    quint32 crc = 0xffffffff; // of chunk type and content
    for (qsizetype i = 12; i < 29; ++i) {
        crc ^= static_cast<uchar>(png[i]);
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320 : 0);
        }
    }
    qToBigEndian(~crc, png.data() + 29);
    return png;
}

QByteArray svg(const QByteArray &inside, const QByteArray &size = "width='40' height='20'")
{
    return "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' " + size + ">" + inside +
           "</svg>";
}

} // namespace

class TestImageView : public QObject
{
    Q_OBJECT

    std::unique_ptr<ResponseView> m_view;

    void answer(const QByteArray &body, const QByteArray &type) const
    {
        Invocation answer;
        answer.response = {.status = 200, .reason = "OK", .headers = {{"content-type", type}}, .body = body};
        QSignalSpy shown(m_view.get(), &ResponseView::bodyShown);
        m_view->setInvocation(answer);
        // The empty text is complete at once, the image comes from a worker.
        QTRY_VERIFY(!m_view->image()->image().format.isEmpty());
    }
    [[nodiscard]] const DecodedImage &shown() const { return m_view->image()->image(); }
    [[nodiscard]] QColor centre() const
    {
        const QImage grabbed = m_view->image()->grab().toImage();
        return grabbed.pixelColor(m_view->image()->imageRect().center() * grabbed.devicePixelRatio());
    }

private Q_SLOTS:
    void init()
    {
        m_view = std::make_unique<ResponseView>();
        m_view->resize(380, 400);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }
    void cleanup() { m_view.reset(); }

    void an_image_is_shown_with_its_size_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("caption");
        QTest::newRow("PNG") << encoded("PNG", {64, 32}) << u"PNG · 64 × 32 pixels · "_s;
        QTest::newRow("JPEG") << encoded("JPG", {640, 3'200}) << u"JPEG · 640 × 3,200 pixels · "_s;
        QTest::newRow("GIF") << smallGif << u"GIF · 1 × 1 pixels · "_s;
        QTest::newRow("SVG") << svg("<rect width='40' height='20' fill='#ff0000'/>") << u"SVG · 40 × 20 pixels · "_s;
    }
    void an_image_is_shown_with_its_size()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, caption);
        answer(body, "application/octet-stream"); // the bytes say what it is
        QVERIFY(m_view->image()->isVisible());
        QVERIFY(hasVisibleText(*m_view, caption));
        QVERIFY(m_view->image()->rect().contains(m_view->image()->imageRect()));
        const QColor seen = centre();
        QVERIFY2(seen.red() > 240 && seen.green() < 20, qPrintable(seen.name()));
        QVERIFY(press(m_view.get(), u"Raw"_s));
        QVERIFY(m_view->body()->isVisible());
        QVERIFY(press(m_view.get(), u"Raw"_s));
        QTRY_VERIFY(m_view->image()->isVisible() && !shown().image.isNull());
    }

    void a_broken_one_says_so_and_offers_hex_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("reason");
        const QByteArray png = encoded("PNG", {64, 32});
        QTest::newRow("signature only") << png.first(8) << u"PNG is broken"_s;
        QTest::newRow("bomb") << pngHead(60'000, 60'000) << u"60,000 × 60,000 pixels"_s;
        QTest::newRow("JPEG that is none") << QByteArray("\xff\xd8\xff\xe0nothing") << u"JPEG is broken"_s;
        QTest::newRow("SVG that is cut") << svg("<g>").first(60) << u"SVG is not valid"_s;
    }
    void a_broken_one_says_so_and_offers_hex()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, reason);
        answer(body, body.startsWith('<') ? "image/svg+xml" : "image/png");
        QVERIFY(shown().image.isNull());
        QVERIFY2(hasVisibleText(*m_view, reason), qPrintable(shown().problem));
        QVERIFY(press(m_view.get(), u"Show as hex"_s));
        QVERIFY(m_view->body()->isVisible());
        QVERIFY(!m_view->body()->toPlainText().isEmpty());
    }

    void every_cut_of_an_image_is_shown_or_explained()
    {
        const auto isExplained = [](const DecodedImage &image) {
            return image.image.isNull() != image.problem.isEmpty();
        };
        const QByteArray png = encoded("PNG", {9, 9});
        const QByteArray jpeg = encoded("JPG", {9, 9});
        for (qsizetype size = 8; size < std::min(png.size(), jpeg.size()); ++size) {
            QVERIFY(isExplained(decodeImage(png.first(size), "png")));
            QVERIFY(isExplained(decodeImage(jpeg.first(size), "jpeg")));
        }
        for (qsizetype size = 0; size < smallGif.size(); ++size) {
            QVERIFY(isExplained(decodeImage(smallGif.first(size), "gif")));
        }
    }

    /// The file would be drawn where Qt were given the document as it is.
    void an_svg_loads_nothing_from_outside()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"blue.png"_s);
        QImage blue(40, 20, QImage::Format_RGB32);
        blue.fill(Qt::blue);
        QVERIFY(blue.save(path));
        for (const QByteArray &href :
             {path.toUtf8(), "file://" + path.toUtf8(), QByteArray("http://127.0.0.1:9/x.png")}) {
            answer(svg("<image width='40' height='20' xlink:href='" + href + "'/>"), "image/svg+xml");
            QVERIFY(centre() != QColor(Qt::blue));
        }
        const QByteArray inside = "data:image/png;base64," + encoded("PNG", {40, 20}).toBase64();
        const auto clean = cleanSvg(svg("<image xlink:href='" + inside +
                                        "'/><image href='/etc/passwd'/>"
                                        "<script>1</script><rect fill='url(http://x/#a)' stroke='url(#b)' onclick='x'/>"
                                        "<style>@import url(http://x)</style><foreignObject><b/></foreignObject>"));
        QVERIFY(clean);
        QVERIFY(clean->contains("base64") && clean->contains("url(#b)"));
        for (const char *const gone : {"passwd", "script", "http://x", "onclick", "foreignObject", "@import"}) {
            QVERIFY2(!clean->contains(gone), gone);
        }
    }

    /// Qt decodes what stands there with any plugin that is installed, an SVG's too.
    void an_svg_keeps_only_pictures_that_are_what_they_say()
    {
        const QByteArray png = encoded("PNG", {4, 4}).toBase64();
        const QByteArray inner = svg("<image href='/etc/passwd'/>").toBase64();
        const auto keeps = [](const QByteArray &href) {
            const auto clean = cleanSvg(svg("<image xlink:href='" + href + "'/>"));
            return clean && clean->contains("data:");
        };
        QVERIFY(keeps("data:image/png;base64," + png));
        QVERIFY(keeps(" DATA:image/PNG;base64," + png.first(20) + "\n  " + png.sliced(20)));
        QVERIFY(keeps("data:image/jpeg;base64," + encoded("JPG", {4, 4}).toBase64()));
        QVERIFY(keeps("data:image/gif;base64," + smallGif.toBase64()));
        QVERIFY(!keeps("data:image/svg+xml;base64," + inner));
        QVERIFY(!keeps("data:image/png;base64," + inner));
        QVERIFY(!keeps("data:image/gif;base64," + png));
        QVERIFY(!keeps("data:image/png;base64," + png + "base64," + inner)); // Qt takes the last
        QVERIFY(!keeps("data:image/svg+xml,%3Csvg/%3E"));
        QVERIFY(!keeps("data:;base64," + png));
        QVERIFY(!keeps("data:"));
    }

    /// Each of them is decoded in full, however small it is drawn and however few bytes it has.
    void an_svg_holds_no_more_pixels_than_an_image()
    {
        const auto drawn = [](const QByteArray &picture, int count) {
            const QByteArray image = "<image xlink:href='data:image/png;base64," + picture.toBase64() + "'/>";
            return decodeImage(svg(image.repeated(count)), "svg");
        };
        QVERIFY(!drawn(encoded("PNG", {1'000, 1'000}), 3).image.isNull());
        QVERIFY2(drawn(pngHead(6'000, 6'000), 2).problem.contains(u"pixels"_s), "as they say of themselves");
        QVERIFY(drawn(pngHead(60'000, 60'000), 1).image.isNull());
    }

    void a_turned_jpeg_is_shown_upright()
    {
        QByteArray jpeg = encoded("JPG", {64, 32});
        jpeg.insert(2, QByteArray::fromHex("ffe10022457869660000" // EXIF
                                           "4d4d002a000000080001"
                                           "011200030000000100060000"
                                           "00000000")); // orientation 6
        answer(jpeg, "image/jpeg");
        QVERIFY(hasVisibleText(*m_view, u"JPEG · 32 × 64 pixels · "_s));
        QCOMPARE(shown().size, QSize(32, 64));
        QCOMPARE(shown().image.size(), shown().size);
        QCOMPARE(m_view->image()->imageRect().size(), shown().size);
        QByteArray large = encoded("JPG", {4'096, 1'024});
        large.insert(2, jpeg.sliced(2, 36));
        const DecodedImage fitted = decodeImage(large, "jpeg");
        QCOMPARE(fitted.size, QSize(1'024, 4'096));
        QCOMPARE(fitted.image.size(), QSize(512, 2'048));
    }

    void only_a_root_element_makes_an_svg_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("isSvg");
        QTest::newRow("SVG") << svg({}) << true;
        QTest::newRow("prefix") << QByteArray("<svg:svg xmlns:svg='http://www.w3.org/2000/svg'/>") << true;
        QTest::newRow("head") << "\xef\xbb\xbf<?xml version='1.0'?>\n<!-- <html> -->\n<!DOCTYPE svg PUBLIC 'a' 'b' "
                                 "[<!ENTITY n 'x'>]>\n" +
                                     svg({})
                              << true;
        QTest::newRow("HTML") << QByteArray("<!doctype html><html><body><svg width='1'></svg></body></html>") << false;
        QTest::newRow("HTML without a head") << QByteArray("<div><br><svg width='1'></svg></div>") << false;
        QTest::newRow("HTML, SVG first") << QByteArray("<!DOCTYPE html>\n<svg></svg><p>words") << false;
        QTest::newRow("comment") << QByteArray("<!-- <svg> -->") << false;
        QTest::newRow("another name") << QByteArray("<svgs><svg/></svgs>") << false;
        QTest::newRow("comment that does not end") << QByteArray("<!-- <svg") << false;
        QTest::newRow("type that does not end") << QByteArray("<!DOCTYPE svg [ <svg") << false;
    }
    void only_a_root_element_makes_an_svg()
    {
        QFETCH(QByteArray, body);
        QFETCH(bool, isSvg);
        QCOMPARE(imageFormat(body, {}), isSvg ? QByteArray("svg") : QByteArray());
        QCOMPARE(imageFormat(body, "image/svg+xml"), QByteArray("svg"));
    }

    void an_svg_that_uses_itself_without_end_is_refused()
    {
        QByteArray laughs = "<g id='a0'><rect width='1' height='1'/></g>";
        for (int i = 1; i < 20; ++i) {
            const QByteArray use = "<use xlink:href='#a" + QByteArray::number(i - 1) + "'/>";
            laughs += "<g id='a" + QByteArray::number(i) + "'>" + use.repeated(10) + "</g>";
        }
        answer(svg(laughs), "image/svg+xml");
        QVERIFY2(hasVisibleText(*m_view, u"again and again"_s), qPrintable(shown().problem));
        answer(svg("<g id='x'><use href='#x'/><rect width='40' height='20' fill='#ff0000'/></g>"), "image/svg+xml");
        QCOMPARE(centre(), QColor(Qt::red));
        answer(svg(QByteArray("<g>").repeated(5'000) + QByteArray("</g>").repeated(5'000)), "image/svg+xml");
        QVERIFY(shown().image.isNull());
        answer("<!DOCTYPE svg [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c "
               "'&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;'>]>" +
                   svg("<text>&d;&d;&d;</text>"),
               "image/svg+xml");
        QVERIFY(shown().image.isNull());
        answer(svg("", "width='1000000' height='1'"), "image/svg+xml");
        QVERIFY(shown().image.width() <= 2'048);
    }
};

QTEST_MAIN(TestImageView)
#include "tst_image_view.moc"
