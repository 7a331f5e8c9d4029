// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/theme.h"

#include "ui/common/window_style.h"

#include <QApplication>
#include <QPalette>

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

/// What Fusion draws as boxes in boxes becomes single lines.
QString styleSheetOf(const Theme &theme)
{
    QString sheet = QStringLiteral(R"(
        QMainWindow::separator { background: @border; width: 1px; height: 1px; }
        QMainWindow::separator:hover { background: @accent; }
        QToolBar { background: @window; border: none; border-bottom: 1px solid @border; padding: 4px 8px; spacing: 4px; }
        QToolBar QToolButton { padding: 4px 8px; border: 1px solid transparent; border-radius: 4px; }
        QToolBar QToolButton::menu-indicator { image: none; }
        QToolBar QToolButton:hover:enabled { background: @border; }
        QToolBar QToolButton:checked { background: @border; font-weight: 600; }
        QToolBar QToolButton:focus { border-color: @accent; }
        QToolBar QToolButton[primary="true"] { background: @accent; color: @onAccent; font-weight: 600; }
        QToolBar QToolButton[primary="true"]:focus { border: 2px solid @text; padding: 3px 7px; }
        QToolBar QToolButton[primary="true"]:disabled { background: @border; color: @muted; }
        QPushButton[primary="true"] { background: @accent; color: @onAccent; font-weight: 600; border: 1px solid @accent; border-radius: 4px; padding: 4px 12px; }
        QPushButton[primary="true"]:focus { border: 2px solid @text; padding: 3px 11px; }
        QPushButton[primary="true"]:disabled { background: @border; color: @muted; border-color: @border; }
        QStatusBar { background: @window; border-top: 1px solid @border; color: @muted; }
        QStatusBar::item { border: none; }
        QStatusBar QToolButton { padding: 1px 4px; border: 1px solid transparent; border-radius: 4px; }
        QStatusBar QToolButton::menu-indicator { image: none; }
        QStatusBar QToolButton:hover:enabled { background: @border; }
        QStatusBar QToolButton:focus { border-color: @accent; }
        QStatusBar QLabel { color: @muted; padding: 0 6px; }
        QTabWidget::pane { border: none; border-top: 1px solid @border; }
        QToolButton#tabList::menu-indicator { image: none; }
        QTabBar { background: @window; qproperty-drawBase: 0; }
        QTabBar::tab { background: transparent; color: @muted; padding: 6px 12px; border: none; border-bottom: 2px solid transparent; }
        QTabBar::tab:selected { color: @text; border-bottom-color: @accent; }
        QTabBar[inactive="true"]::tab:selected { color: @muted; border-bottom-color: @border; }
        QTabBar::tab:selected:focus { border: 2px solid @accent; border-radius: 4px; padding: 4px 10px 6px 10px; }
        QTabBar::tab:hover:!selected { color: @text; }
        QTreeView, QListView, QTableView { border: none; }
        QTreeView::item, QListView::item { min-height: 22px; padding-right: 6px; }
        QAbstractScrollArea::corner { background: transparent; border: none; }
        QSplitter::handle { background: @border; }
        QToolTip { background: @surface; color: @text; border: 1px solid @border; padding: 4px; }
        QMenu { background: @surface; border: 1px solid @border; padding: 4px; }
        QMenu::item { padding: 4px 24px 4px 8px; border-radius: 4px; }
        QMenu::item:selected { background: palette(highlight); }
        QMenu::item:disabled { color: @muted; }
        QMenu::separator { height: 1px; background: @border; margin: 4px 0; }
    )");
    const std::pair<QLatin1StringView, QColor> colors[] = {
        {"@window"_L1, theme.window},    {"@surface"_L1, theme.surface}, {"@border"_L1, theme.border},
        {"@text"_L1, theme.text},        {"@muted"_L1, theme.muted},     {"@accent"_L1, theme.accent},
        {"@onAccent"_L1, theme.onAccent}};
    // The longer name first: one begins with the other.
    for (auto color = std::rbegin(colors); color != std::rend(colors); ++color) {
        sheet.replace(color->first, color->second.name());
    }
    return sheet;
}

} // namespace

const Theme &Theme::current()
{
    return active();
}

void Theme::prepare(bool dark)
{
    active() = made(dark);
    if (dynamic_cast<WindowStyle *>(QApplication::style()) == nullptr) {
        QApplication::setStyle(new WindowStyle); // the application takes it
    }
    QApplication::setPalette(paletteOf(active()));
}

void Theme::apply(bool dark)
{
    prepare(dark);
    qApp->setStyleSheet(styleSheetOf(active()));
}

} // namespace studio
