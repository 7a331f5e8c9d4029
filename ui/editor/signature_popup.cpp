// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/signature_popup.h"

#include "ui/common/fonts.h"
#include "ui/common/theme.h"
#include "ui/editor/markdown_view.h"

#include <QGuiApplication>
#include <QLabel>
#include <QScreen>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace studio {

namespace {

constexpr int signatureWidth = 620;
constexpr int documentationHeight = 70;
constexpr qsizetype maxSignatureLength = 2'000; ///< of text of a server
constexpr int signatureGap = 2;                 ///< to the line of the call

QString escaped(const QString &text)
{
    return text.toHtmlEscaped().replace(QLatin1Char('\n'), QLatin1String("<br>"));
}

/// What says most in the fewest lines, for it stands over the code: no heading, and no example.
QString firstParagraph(const QString &documentation)
{
    for (const QString &part : documentation.split(QStringLiteral("\n\n"), Qt::SkipEmptyParts)) {
        if (const QString text = part.trimmed(); !text.startsWith(u'#') && !text.isEmpty()) {
            return text.startsWith(QLatin1String("```")) ? QString() : text;
        }
    }
    return {};
}

} // namespace

SignaturePopup::SignaturePopup(QWidget *editor)
    : QFrame(editor, Qt::ToolTip | Qt::FramelessWindowHint | Qt::WindowDoesNotAcceptFocus)
    , m_signature(new QLabel)
    , m_documentation(new MarkdownView)
{
    setAttribute(Qt::WA_ShowWithoutActivating);
    setFocusPolicy(Qt::NoFocus);
    setFrameShape(QFrame::Box);
    setAutoFillBackground(true);
    setAccessibleName(tr("Signature"));
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    column->addWidget(m_signature);
    column->addWidget(m_documentation, 1);
    m_signature->setTextFormat(Qt::RichText);
    m_signature->setWordWrap(true);
    m_signature->setMargin(6);
    m_signature->setFont(monospaceFont());
    m_documentation->setFocusPolicy(Qt::NoFocus);
    m_documentation->setAccessibleName(tr("Documentation of the function"));
    applyTheme();
}

void SignaturePopup::applyTheme()
{
    if (std::exchange(m_isApplying, true)) { // a palette that is set tells so
        return;
    }
    const Theme &theme = Theme::current();
    QPalette frame = palette();
    frame.setColor(QPalette::WindowText, theme.muted); // on a page of the same colour
    frame.setColor(QPalette::Window, theme.surface);
    setPalette(frame);
    QPalette text = frame;
    text.setColor(QPalette::WindowText, theme.text);
    m_signature->setPalette(text);
    m_documentation->setPalette(text);
    m_isApplying = false;
}

void SignaturePopup::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        applyTheme();
    }
}

void SignaturePopup::showSignature(const lsp::SignatureHelp::Signature &signature, const QString &counter)
{
    const QString label = signature.label.first(std::min(signature.label.size(), maxSignatureLength));
    const bool hasActive = signature.active >= 0 && signature.active < signature.parameters.size();
    const auto [begin, end] = hasActive ? signature.parameters[signature.active] : std::pair(0, 0);
    const auto from = std::clamp<qsizetype>(begin, 0, label.size());
    const auto to = std::clamp<qsizetype>(end, from, label.size());
    m_plain = label;
    m_active = label.sliced(from, to - from);
    const QString strong = m_active.isEmpty()
                               ? QString()
                               : QStringLiteral("<b style=\"color:%1; text-decoration:underline\">%2</b>")
                                     .arg(Theme::current().accent.name(), escaped(m_active));
    const QString head = counter.isEmpty() ? QString()
                                           : QStringLiteral("<span style=\"color:%1\">%2</span>&nbsp; ")
                                                 .arg(Theme::current().muted.name(), counter.toHtmlEscaped());
    m_signature->setText(head + escaped(label.first(from)) + strong + escaped(label.sliced(to)));
    setAccessibleDescription(m_active.isEmpty() ? label : tr("%1; parameter: %2").arg(label, m_active));
}

void SignaturePopup::showFor(const QRect &call, const lsp::SignatureHelp &help, int index)
{
    const lsp::SignatureHelp::Signature &signature = help.signatures.at(index);
    const QString counter =
        help.signatures.size() > 1 ? tr("%1 of %2").arg(index + 1).arg(help.signatures.size()) : QString();
    showSignature(signature, counter);
    const QString documentation = firstParagraph(signature.documentation.value);
    m_documentation->setVisible(!documentation.isEmpty());
    if (!documentation.isEmpty()) {
        m_documentation->showMarkdown(
            signature.documentation.isMarkdown ? documentation : QStringLiteral("```\n%1\n```").arg(documentation));
    }
    place(call);
    show();
    raise();
}

void SignaturePopup::place(const QRect &call)
{
    const QScreen *const screen = QGuiApplication::screenAt(call.center());
    const QRect room = screen ? screen->availableGeometry() : call.adjusted(0, -800, 800, 800);
    m_signature->setWordWrap(false);
    const int wanted = m_signature->sizeHint().width() + 2;
    const bool hasDocumentation = !m_documentation->isHidden();
    const int width = std::min({signatureWidth, room.width(), hasDocumentation ? signatureWidth : wanted});
    m_signature->setWordWrap(wanted > width);
    int height = (wanted > width ? m_signature->heightForWidth(width - 2) : m_signature->sizeHint().height()) + 2;
    if (hasDocumentation) {
        m_documentation->document()->setTextWidth(width - 2);
        const int whole = static_cast<int>(std::ceil(m_documentation->document()->size().height()));
        m_documentation->setFixedHeight(std::min(whole, documentationHeight));
        height += m_documentation->height();
    }
    const bool fitsAbove = call.top() - signatureGap - height >= room.top();
    const int y = fitsAbove ? call.top() - signatureGap - height : call.bottom() + signatureGap;
    const int x = std::clamp(call.left(), room.left(), std::max(room.left(), room.right() - width));
    setGeometry(x, y, width, height);
}

void SignaturePopup::hideAll()
{
    hide();
    m_plain.clear();
    m_active.clear();
}

QString SignaturePopup::plainText() const
{
    return m_plain;
}

QString SignaturePopup::activeParameter() const
{
    return m_active;
}

QString SignaturePopup::documentation() const
{
    return m_documentation->isHidden() ? QString() : m_documentation->toPlainText();
}

} // namespace studio
