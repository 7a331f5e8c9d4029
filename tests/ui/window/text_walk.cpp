// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/window/text_walk.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAction>
#include <QComboBox>
#include <QGroupBox>
#include <QHeaderView>
#include <QLabel>
#include <QLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QTabBar>
#include <QToolButton>

namespace studio::test {

namespace {

/// What stands outside of all brackets.
QString outsideOfBrackets(const QString &text)
{
    QString outside;
    int depth = 0;
    for (const QChar character : text) {
        depth += character == u'[' ? 1 : 0;
        if (depth == 0) {
            outside += character;
        }
        depth -= character == u']' && depth > 0 ? 1 : 0;
    }
    return outside;
}

/// Names, codes and figures, which are the same in every language.
bool isData(const QString &text)
{
    static const QRegularExpression data(QStringLiteral(
        "^(Ignite Studio.*|hello – Ignite Studio|hello( ▾)?|rust-hello|org|Cargo\\.toml|src|Rust "
        "[0-9].*|rust-analyzer.*"
        "|GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS|(UTF-8|UTF-16.*|LF|CRLF|Rust)( ▾)?|Windows-1252|ISO "
        "8859-1|JSON|Aa|https?://.*|/.*"
        "|[0-9.,:%×]+ "
        "?(s|ms|B|KiB|MiB|GiB|pt)?|(Ctrl|Alt|Shift|Meta|F[0-9]+|Esc|Space|Return|Enter|Ins|Del|Home|End|Pg|Up|"
        "Down|Left|Right|Tab|Backspace).*|[a-z0-9_]+([._/:-][a-zA-Z0-9_]+)+)$"));
    return data.match(text).hasMatch();
}

QString nameOfWidget(const QObject *object)
{
    QStringList path;
    for (const QObject *at = object; at && path.size() < 6; at = at->parent()) {
        const QString name = QString::fromLatin1(at->metaObject()->className());
        path.prepend(at->objectName().isEmpty() ? name : name + u' ' + at->objectName());
    }
    return path.join(QStringLiteral(" › "));
}

class TextCheck
{
public:
    void text(const QObject *of, const char *what, QString shown)
    {
        shown.remove(QRegularExpression(QStringLiteral("<[^<>]*>"))); // markup
        const QString rest = outsideOfBrackets(shown).remove(u'&').trimmed();
        static const QRegularExpression word(QStringLiteral("\\p{L}{2,}"));
        if (!rest.contains(word)) {
            return;
        }
        // Of a tooltip the key: “[Sávé] (Ctrl+S)”.
        static const QRegularExpression key(QStringLiteral("^\\(?[A-Z][^()]*\\)?$"));
        const bool isKey = rest.startsWith(u'(') && key.match(rest).hasMatch();
        if (!isKey && !isData(rest)) {
            faults << QStringLiteral("%1 “%2” of %3").arg(QString::fromLatin1(what), shown, nameOfWidget(of));
        }
    }

    void action(const QAction *one)
    {
        text(one, "text", one->text());
        text(one, "tooltip", one->toolTip());
        text(one, "icon text", one->iconText());
    }

    QStringList faults;
};

void checkParts(TextCheck &check, const QWidget *widget)
{
    if (const auto *const box = qobject_cast<const QComboBox *>(widget)) {
        for (int i = 0; i < box->count(); ++i) {
            check.text(box, "item", box->itemText(i));
        }
    } else if (const auto *const bar = qobject_cast<const QTabBar *>(widget)) {
        for (int i = 0; i < bar->count(); ++i) {
            check.text(bar, "tab", bar->tabText(i));
            check.text(bar, "tooltip of a tab", bar->tabToolTip(i));
        }
    } else if (const auto *const header = qobject_cast<const QHeaderView *>(widget); header && header->model()) {
        for (int i = 0; i < header->count(); ++i) {
            check.text(header, "heading", header->model()->headerData(i, header->orientation()).toString());
        }
    }
}

/// Whether what it shows is not the studio's own: names of files, fonts and themes, a command, the words of a template.
bool showsData(const QWidget *widget)
{
    const QString parent = widget->parentWidget() ? widget->parentWidget()->objectName() : QString();
    return widget->objectName() == QLatin1String("command") || widget->objectName() == QLatin1String("templateText") ||
           parent == QLatin1String("editor.syntaxTheme") || parent == QLatin1String("editor.fontFamily");
}

} // namespace

QStringList untranslatedTexts(const QWidget *root)
{
    TextCheck check;
    QList<const QWidget *> widgets{root};
    const auto below = root->findChildren<QWidget *>();
    widgets.append(QList<const QWidget *>(below.begin(), below.end()));
    for (const QWidget *const widget : std::as_const(widgets)) {
        if (showsData(widget)) {
            continue;
        }
        for (const char *const property : {"text", "title", "placeholderText"}) {
            const QVariant value = widget->property(property);
            if (value.typeId() == QMetaType::QString &&
                !(property == QByteArrayView("text") && widget->inherits("QLineEdit"))) {
                check.text(widget, property, value.toString());
            }
        }
        check.text(widget, "tooltip", widget->toolTip());
        check.text(widget, "accessible name", widget->accessibleName());
        check.text(widget, "accessible description", widget->accessibleDescription());
        check.text(widget, "window title", widget->windowTitle());
        checkParts(check, widget);
        for (const QAction *const action : widget->actions()) {
            check.action(action);
        }
    }
    check.faults.removeDuplicates();
    return check.faults;
}

namespace {

/// Whether the text is meant to be cut: it is drawn with dots, or takes no room at all by itself.
bool mayBeCut(const QWidget *widget)
{
    return widget->sizePolicy().horizontalPolicy() == QSizePolicy::Ignored || widget->property("elides").toBool();
}

QString lackOf(const QWidget *widget)
{
    const auto *const label = qobject_cast<const QLabel *>(widget);
    const QSize wanted = widget->sizeHint();
    if (label && label->wordWrap()) {
        const int height = label->heightForWidth(label->width());
        return label->height() + 1 < height
                   ? QStringLiteral("has %1 of %2 pixels of height").arg(label->height()).arg(height)
                   : QString();
    }
    if (widget->width() + 1 < wanted.width() || widget->height() + 1 < wanted.height()) {
        return QStringLiteral("has %1×%2 of %3×%4 pixels")
            .arg(widget->width())
            .arg(widget->height())
            .arg(wanted.width())
            .arg(wanted.height());
    }
    return {};
}

} // namespace

QStringList cutTexts(const QWidget *root)
{
    QStringList faults;
    for (const QWidget *const widget : root->findChildren<QWidget *>()) {
        const auto *const label = qobject_cast<const QLabel *>(widget);
        const auto *const button = qobject_cast<const QAbstractButton *>(widget);
        const QString text = label ? label->text() : button ? button->text() : QString();
        const auto *const tool = qobject_cast<const QToolButton *>(widget);
        const bool isIcon = tool && tool->toolButtonStyle() == Qt::ToolButtonIconOnly && !tool->icon().isNull();
        if (!widget->isVisible() || text.isEmpty() || isIcon || mayBeCut(widget)) {
            continue;
        }
        if (const QString lack = lackOf(widget); !lack.isEmpty()) {
            faults << QStringLiteral("“%1” %2: %3").arg(text, lack, nameOfWidget(widget));
        }
    }
    for (const QTabBar *const bar : root->findChildren<QTabBar *>()) {
        if (!bar->isVisible() || bar->usesScrollButtons() || bar->elideMode() != Qt::ElideNone) {
            continue;
        }
        if (bar->width() + 1 < bar->sizeHint().width()) {
            faults << QStringLiteral("tabs have %1 of %2 pixels: %3")
                          .arg(bar->width())
                          .arg(bar->sizeHint().width())
                          .arg(nameOfWidget(bar));
        }
    }
    return faults;
}

namespace {

void collectOverlaps(const QLayout *layout, const QWidget *parent, QStringList &faults)
{
    QList<const QWidget *> shown;
    for (int i = 0; i < layout->count(); ++i) {
        const QLayoutItem *const item = layout->itemAt(i);
        if (item->widget() && item->widget()->isVisible() && item->widget()->parentWidget() == parent) {
            shown << item->widget();
        }
    }
    for (qsizetype i = 0; i < shown.size(); ++i) {
        const QRect inside = parent->rect().marginsAdded(QMargins(1, 1, 1, 1));
        if (!inside.contains(shown[i]->geometry()) && !shown[i]->geometry().isEmpty()) {
            faults << QStringLiteral("%1 reaches beyond its parent").arg(nameOfWidget(shown[i]));
        }
        for (qsizetype j = i + 1; j < shown.size(); ++j) {
            if (shown[i]->geometry().intersects(shown[j]->geometry())) {
                faults << QStringLiteral("%1 and %2 overlap").arg(nameOfWidget(shown[i]), nameOfWidget(shown[j]));
            }
        }
    }
}

} // namespace

QStringList overlaps(const QWidget *root)
{
    QStringList faults;
    QList<const QWidget *> widgets{root};
    const auto below = root->findChildren<QWidget *>();
    widgets.append(QList<const QWidget *>(below.begin(), below.end()));
    for (const QWidget *const widget : std::as_const(widgets)) {
        const bool isStack = widget->inherits("QStackedWidget") || widget->inherits("QTabWidget");
        if (widget->isVisible() && widget->layout() && !isStack && !widget->inherits("QMainWindow")) {
            collectOverlaps(widget->layout(), widget, faults);
        }
    }
    return faults;
}

QStringList mirroredCode(const QWidget *root)
{
    QStringList faults;
    for (const QWidget *const widget : root->findChildren<QWidget *>()) {
        const bool isCode = widget->inherits("QsciScintilla") || widget->inherits("studio::ConsoleView") ||
                            widget->inherits("QPlainTextEdit") || widget->inherits("studio::CodePreview");
        if (isCode && widget->layoutDirection() != Qt::LeftToRight) {
            faults << QStringLiteral("%1 is mirrored").arg(nameOfWidget(widget));
        }
    }
    return faults;
}

} // namespace studio::test
