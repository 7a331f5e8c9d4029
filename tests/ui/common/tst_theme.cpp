// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/primary.h"
#include "ui/common/theme.h"

#include <QMainWindow>
#include <QMenu>
#include <QPushButton>
#include <QTest>
#include <QToolBar>
#include <QToolButton>

#include <algorithm>
#include <cmath>

using namespace studio;

namespace {

/// As WCAG counts it, from 1 to 21.
double contrast(const QColor &one, const QColor &other)
{
    const auto light = [](const QColor &color) {
        const auto linear = [](double value) {
            return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
    };
    const auto [less, more] = std::minmax({light(one), light(other)});
    return (more + 0.05) / (less + 0.05);
}

} // namespace

class TestTheme : public QObject
{
    Q_OBJECT

    static QColor colorOf(QWidget *button)
    {
        return button->grab().toImage().pixelColor(4, button->height() / 2); // beside the words
    }

    static void fill(QMenu *menu, bool hasKeys, bool hasIcons)
    {
        for (const char *const words : {"Cut", "Extract into function", "Show in the file manager"}) {
            QAction *const action = menu->addAction(QString::fromLatin1(words));
            if (hasIcons) {
                QPixmap square(16, 16);
                square.fill(Qt::blue);
                action->setIcon(square);
            }
            if (hasKeys && menu->actions().size() != 2) {
                action->setShortcut(QKeySequence(QStringLiteral("Ctrl+Shift+F10")));
            }
        }
    }
    /// Of each action: its icon and its words.
    static QList<QImage> wordsOf(QMenu *menu, int width)
    {
        menu->popup(QPoint(0, 0));
        const QImage all = menu->grab().toImage();
        QList<QImage> words;
        for (const QAction *const action : menu->actions()) {
            const QRect row = menu->actionGeometry(const_cast<QAction *>(action));
            words << all.copy(QRect(row.left() + 4, row.top(), width, row.height()));
        }
        menu->hide();
        return words;
    }

private Q_SLOTS:
    void the_primary_button_is_one_below_the_pointer_too_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void the_primary_button_is_one_below_the_pointer_too()
    {
        QFETCH(const bool, dark);
        Theme::apply(dark);
        QMainWindow window;
        auto *const bar = window.addToolBar(QStringLiteral("bar"));
        auto *const tool = new QToolButton;
        tool->setText(QStringLiteral("Run"));
        bar->addWidget(tool);
        auto *const push = new QPushButton(QStringLiteral("Send"));
        window.setCentralWidget(push);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        for (QWidget *const button : {static_cast<QWidget *>(tool), static_cast<QWidget *>(push)}) {
            setPrimary(button, true);
            QTest::mouseMove(&window, QPoint(window.width() - 1, 1));
            QTRY_VERIFY(!button->underMouse());
            QCOMPARE(colorOf(button), Theme::current().accent);
            QTest::mouseMove(button, QPoint(4, 4));
            QTRY_VERIFY(button->underMouse());
            const QColor over = colorOf(button);
            QVERIFY2(contrast(over, Theme::current().onAccent) >= 4.5, qPrintable(over.name()));
            button->setEnabled(false);
            QCOMPARE(colorOf(button), Theme::current().border);
        }
    }

    void a_menu_has_room_for_its_words_data()
    {
        QTest::addColumn<bool>("hasKeys");
        QTest::addColumn<bool>("hasIcons");
        QTest::newRow("words") << false << false;
        QTest::newRow("icons") << false << true;
        QTest::newRow("keys") << true << false;
        QTest::newRow("keys and icons") << true << true;
    }
    void a_menu_has_room_for_its_words()
    {
        QFETCH(const bool, hasKeys);
        QFETCH(const bool, hasIcons);
        Theme::apply(false);
        QMenu menu;
        fill(&menu, hasKeys, hasIcons);
        QMenu wide;
        fill(&wide, hasKeys, hasIcons);
        wide.setMinimumWidth(600);
        constexpr int before = 26; // what is before the words, the edge of a row apart
        const int width = before + menu.fontMetrics().horizontalAdvance(QStringLiteral("Show in the file manager"));
        QCOMPARE(wordsOf(&menu, width), wordsOf(&wide, width));
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
