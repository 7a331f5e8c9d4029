// SPDX-License-Identifier: GPL-3.0-or-later
// Every pane in its states, in both themes, pixel by pixel: drawn without a display, with packaged fonts, at one scale.
#include "tests/ui/pictures/pane_pictures.h"
#include "tests/ui/pictures/picture.h"
#include "ui/common/fonts.h"
#include "ui/common/theme.h"

#include <QApplication>
#include <QProcessEnvironment>
#include <QSysInfo>
#include <QTest>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

/// What the pictures were made with: other versions of Qt, FreeType and the fonts draw other pixels.
constexpr QLatin1StringView madeOnSystem = "debian 13"_L1;
constexpr QLatin1StringView madeWithQt = "6.8.2"_L1;

/// What the caller has set for his own windows: style, scale, fonts, the desktop's theme.
void forgetSettingsOfDesktop()
{
    for (const QString &name : QProcessEnvironment::systemEnvironment().keys()) {
        if (name.startsWith("QT_"_L1) || name.startsWith("XDG_CURRENT_"_L1) || name.startsWith("KDE_"_L1) ||
            name.startsWith("GTK_"_L1) || name.startsWith("LC_"_L1) || name.startsWith("LANG"_L1) ||
            name == "DESKTOP_SESSION"_L1) {
            qunsetenv(name.toLatin1().constData());
        }
    }
}

QList<PanePicture> allPictures()
{
    return panePictures() + invokePictures() + collectionPictures() + platformPictures();
}

} // namespace

class TestPictures : public QObject
{
    Q_OBJECT

    /// Its picture, once that is the same several times: what was appended is shown a frame later, and then laid out.
    static QImage settled(QWidget *pane)
    {
        constexpr int wanted = 5;
        QImage last;
        int same = 0;
        (void)QTest::qWaitFor([&] {
            const QImage now = pane->grab().toImage();
            same = now == last ? same + 1 : 0;
            last = now;
            return same >= wanted;
        });
        return last;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QString system = QSysInfo::productType() + u' ' + QSysInfo::productVersion();
        if (system != madeOnSystem || QLatin1StringView(qVersion()) != madeWithQt) {
            QSKIP(qPrintable(u"The pictures are those of %1 with Qt %2, and this is %3 with Qt %4."_s.arg(
                madeOnSystem, madeWithQt, system, QLatin1StringView(qVersion()))));
        }
    }

    void a_pane_looks_as_it_did_data()
    {
        QTest::addColumn<qsizetype>("at");
        QTest::addColumn<bool>("isDark");
        const QList<PanePicture> all = allPictures();
        for (const bool isDark : {false, true}) { // a theme is applied once
            for (qsizetype at = 0; at < all.size(); ++at) {
                const QString name = all[at].name + (isDark ? u"-dark"_s : u"-light"_s);
                QTest::newRow(qPrintable(name)) << at << isDark;
            }
        }
    }
    void a_pane_looks_as_it_did()
    {
        QFETCH(const qsizetype, at);
        QFETCH(const bool, isDark);
        Theme::apply(isDark);
        const PanePicture picture = (allPictures()).at(at);
        const std::unique_ptr<QWidget> pane = picture.make();
        pane->setFixedSize(picture.size);
        pane->show();
        QVERIFY(QTest::qWaitForWindowExposed(pane.get()));
        QTRY_VERIFY(!picture.isReady || picture.isReady(pane.get()));
        pane->setFocus();
        if (QWidget *const focus = QApplication::focusWidget()) {
            focus->clearFocus(); // no caret, no frame: they are another test's
        }
        const QString difference = differenceOf(settled(pane.get()), QString::fromLatin1(QTest::currentDataTag()));
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }
};

int main(int argc, char **argv)
{
    forgetSettingsOfDesktop();
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_FONT_DPI", "96");
    qputenv("FONTCONFIG_FILE", FONTS);
    qputenv("TZ", "UTC");
    qputenv("LC_ALL", "C.UTF-8");
    QApplication app(argc, argv);
    QApplication::setFont(interfaceFont());
    QApplication::setCursorFlashTime(0);
    TestPictures test;
    QTEST_SET_MAIN_SOURCE_PATH
    return QTest::qExec(&test, argc, argv);
}
#include "tst_pictures.moc"
