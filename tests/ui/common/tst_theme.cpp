// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/primary.h"
#include "ui/common/theme.h"

#include <QMainWindow>
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
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
