// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/theme.h"

#include "ui/common/window_style.h"

#include <QApplication>
#include <QEvent>
#include <QPalette>
#include <QThread>
#include <QWidget>

namespace studio {

namespace {

using namespace Qt::StringLiterals;

Theme made(bool dark)
{
    const auto of = [dark](QLatin1StringView light, QLatin1StringView inDark) { return QColor(dark ? inDark : light); };
    return {.dark = dark,
            .window = of("#F6F7F9"_L1, "#16181D"_L1),
            .surface = of("#FFFFFF"_L1, "#1D2026"_L1),
            .border = of("#DCE0E6"_L1, "#2C313A"_L1),
            .text = of("#1B1F24"_L1, "#E6E9EE"_L1),
            .muted = of("#5B6672"_L1, "#98A2B0"_L1),
            .accent = of("#C2410C"_L1, "#FF8A4C"_L1),
            .onAccent = of("#FFFFFF"_L1, "#16181D"_L1),
            .success = of("#1A7F37"_L1, "#4CC38A"_L1),
            .danger = of("#C62828"_L1, "#FF6B6B"_L1),
            .warning = of("#8A5A00"_L1, "#E3B341"_L1),
            .information = of("#0B6BCB"_L1, "#5AB0FF"_L1)};
}

Theme &active()
{
    static Theme theme = made(false);
    return theme;
}

QPalette paletteOf(const Theme &theme)
{
    QPalette palette;
    palette.setColor(QPalette::Window, theme.window);
    palette.setColor(QPalette::WindowText, theme.text);
    palette.setColor(QPalette::Base, theme.surface);
    palette.setColor(QPalette::AlternateBase, theme.window);
    palette.setColor(QPalette::Text, theme.text);
    palette.setColor(QPalette::Button, theme.surface);
    palette.setColor(QPalette::ButtonText, theme.text);
    palette.setColor(QPalette::BrightText, theme.onAccent);
    palette.setColor(QPalette::PlaceholderText, theme.muted);
    palette.setColor(QPalette::Highlight, QColor(theme.dark ? "#34455E"_L1 : "#CFE2F9"_L1));
    palette.setColor(QPalette::HighlightedText, theme.text);
    palette.setColor(QPalette::Accent, theme.accent);
    palette.setColor(QPalette::Link, theme.information);
    palette.setColor(QPalette::ToolTipBase, theme.surface);
    palette.setColor(QPalette::ToolTipText, theme.text);
    palette.setColor(QPalette::Light, theme.surface);
    palette.setColor(QPalette::Midlight, theme.border);
    palette.setColor(QPalette::Mid, theme.border);
    palette.setColor(QPalette::Dark, theme.border);
    palette.setColor(QPalette::Shadow, theme.dark ? QColor("#0B0C0F"_L1) : theme.border);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        QColor faint = theme.muted;
        faint.setAlphaF(0.65F);
        palette.setColor(QPalette::Disabled, role, faint);
    }
    return palette;
}

} // namespace

const Theme &Theme::current()
{
    return active();
}

void Theme::apply(bool dark)
{
    active() = made(dark);
    if (dynamic_cast<WindowStyle *>(QApplication::style()) == nullptr) {
        QApplication::setStyle(new WindowStyle); // the application takes it
    }
    QApplication::setPalette(paletteOf(active()));
    if (QThread::currentThread()->loopLevel() == 0) { // else Qt tells the widgets
        QEvent changed(QEvent::ApplicationPaletteChange);
        for (QWidget *const widget : QApplication::allWidgets()) {
            QCoreApplication::sendEvent(widget, &changed);
        }
    }
}

} // namespace studio
