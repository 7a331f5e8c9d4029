// SPDX-License-Identifier: GPL-3.0-or-later
// The size of the popup that describes a word.
#include "ui/editor/hover_popup.h"

#include <QTest>
#include <QTextBrowser>

using namespace studio;
using namespace Qt::StringLiterals;

class TestHoverPopup : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void it_is_as_wide_as_its_words_whatever_it_showed_before()
    {
        QWidget editor;
        editor.resize(660, 440);
        editor.show();
        QVERIFY(QTest::qWaitForWindowExposed(&editor));
        HoverPopup popup(&editor);
        const auto show = [&](const QString &words) {
            popup.showFor(QRect(600, 300, 30, 20), {}, u"```rust\n%1\n```"_s.arg(words));
            QCoreApplication::processEvents();
            return popup.size();
        };
        const QSize wide = show(u"let now: DateTime<Utc>"_s);
        QVERIFY(show(u"x: u"_s).width() < wide.width());
        popup.hide();
        QCOMPARE(show(u"let now: DateTime<Utc>"_s), wide);
        QVERIFY(popup.geometry().right() < editor.width());
    }
};

QTEST_MAIN(TestHoverPopup)
#include "tst_hover_popup.moc"
