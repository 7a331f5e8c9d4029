// SPDX-License-Identifier: GPL-3.0-or-later
// The two themes of our own: every role can be read on every background of the editor, and roles that stand beside each
// other can be told apart, also by people who do not see one of the three primary colours.
#include "tests/ui/editor/colour_difference.h"
#include "ui/common/theme.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/occurrence_marks.h"
#include "ui/syntax/read_syntaxes.h"
#include "ui/syntax/syntax_colours.h"

#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/Theme>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

constexpr double minContrast = 4.5; ///< WCAG 2.2, 1.4.3
/// CIEDE2000 between two roles of one weight and slant; 2 to 3 is where a person sees that two patches differ.
constexpr double minDifference = 15;
constexpr double minSimulatedDifference = 10;
/// Between two roles that are told apart by weight or slant already.
constexpr double minDifferenceBesideFont = 10;
constexpr double minSimulatedDifferenceBesideFont = 5;

/// Each stands for those that share its colour.
constexpr std::array distinct{SyntaxRole::Variable, SyntaxRole::Keyword,  SyntaxRole::Mutable, SyntaxRole::Unsafe,
                              SyntaxRole::Type,     SyntaxRole::Function, SyntaxRole::Macro,   SyntaxRole::Lifetime,
                              SyntaxRole::String,   SyntaxRole::Number,   SyntaxRole::Comment, SyntaxRole::Attribute,
                              SyntaxRole::Parameter};

const char *nameOf(SyntaxRole role)
{
    return syntaxRoleClasses[static_cast<std::size_t>(role)].name.data();
}

bool haveOneFont(const TextStyle &first, const TextStyle &second)
{
    return first.isBold == second.isBold && first.isItalic == second.isItalic;
}

} // namespace

class TestSyntaxColours : public QObject
{
    Q_OBJECT

    std::shared_ptr<Syntaxes> m_syntaxes = readSyntaxes(thread()).result();

    static void addThemes()
    {
        QTest::addColumn<bool>("isDark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    [[nodiscard]] QList<QColor> backgrounds(const SyntaxColours &colours) const
    {
        return {colours.color(EditorColor::Background), colours.color(EditorColor::CurrentLine),
                colours.color(EditorColor::Selection)};
    }

private Q_SLOTS:
    void cleanup() { Theme::apply(false); }

    void the_differences_are_those_of_the_published_test_data()
    {
        // Sharma, Wu, Dalal: The CIEDE2000 Color-Difference Formula, 2005, table 1.
        const auto near = [](double value, double published) { return std::abs(value - published) < 0.00005; };
        QVERIFY(near(ciede2000({50, 2.6772, -79.7751}, {50, 0, -82.7485}), 2.0425));
        QVERIFY(near(ciede2000({50, 2.49, -0.001}, {50, -2.49, 0.0011}), 7.2195));
        QVERIFY(near(ciede2000({60.2574, -34.0099, 36.2677}, {60.4626, -34.1751, 39.4387}), 1.2644));
        QVERIFY(near(ciede2000({2.0776, 0.0795, -1.135}, {0.9033, -0.0636, -0.5514}), 0.9082));
        QVERIFY(std::abs(contrastRatio(Qt::white, Qt::black) - 21) < 0.001);
    }

    void every_role_can_be_read_on_every_background_data() { addThemes(); }
    void every_role_can_be_read_on_every_background()
    {
        QFETCH(const bool, isDark);
        const SyntaxColours colours(*m_syntaxes, {}, isDark);
        double lowest = 21;
        for (const SyntaxRoleClass &one : syntaxRoleClasses) {
            const QColor color = colours.style(one.role).color;
            for (const QColor &background : backgrounds(colours)) {
                const double contrast = contrastRatio(color, background);
                QVERIFY2(
                    contrast >= minContrast,
                    qPrintable(u"%1 (%2) on %3: %4"_s.arg(one.name, color.name(), background.name()).arg(contrast)));
                lowest = std::min(lowest, contrast);
            }
        }
        qInfo("lowest contrast %.2f", lowest);
    }

    void every_role_can_be_read_on_a_marked_occurrence_data()
    {
        QTest::addColumn<bool>("isDark");
        QTest::addColumn<int>("indicator");
        for (const bool isDark : {false, true}) {
            QTest::addRow("read, %s", isDark ? "dark" : "light") << isDark << OccurrenceMarks::indicator;
            QTest::addRow("written, %s", isDark ? "dark" : "light") << isDark << OccurrenceMarks::writeIndicator;
        }
    }
    void every_role_can_be_read_on_a_marked_occurrence()
    {
        QFETCH(const bool, isDark);
        Theme::apply(isDark);
        QFETCH(const int, indicator);
        const CodeEditor editor(m_syntaxes.get(), u"lib.rs"_s);
        const auto ofMark = [&](unsigned int message) {
            return static_cast<int>(editor.SendScintilla(message, static_cast<unsigned long>(indicator)));
        };
        const int bgr = ofMark(QsciScintillaBase::SCI_INDICGETFORE);
        const double alpha = ofMark(QsciScintillaBase::SCI_INDICGETALPHA) / 255.0;
        QVERIFY(alpha > 0);
        const auto blend = [alpha](int below, int mark) {
            return static_cast<int>(std::lround(below + (mark - below) * alpha));
        };
        const SyntaxColours colours(*m_syntaxes, {}, isDark);
        for (const auto page : {EditorColor::Background, EditorColor::CurrentLine}) {
            const QColor below = colours.color(page);
            const QColor marked(blend(below.red(), bgr & 0xff), blend(below.green(), (bgr >> 8) & 0xff),
                                blend(below.blue(), (bgr >> 16) & 0xff));
            for (const SyntaxRoleClass &one : syntaxRoleClasses) {
                const double contrast = contrastRatio(colours.style(one.role).color, marked);
                QVERIFY2(contrast >= minContrast,
                         qPrintable(u"%1 on %2: %3"_s.arg(one.name, marked.name()).arg(contrast)));
            }
        }
    }

    void every_class_of_every_language_can_be_read_data() { addThemes(); }
    void every_class_of_every_language_can_be_read()
    {
        QFETCH(const bool, isDark);
        const SyntaxColours colours(*m_syntaxes, {}, isDark);
        int read = 0;
        for (const KSyntaxHighlighting::Definition &definition : KSyntaxHighlighting::Repository().definitions()) {
            for (const SyntaxFormat &format : m_syntaxes->formatsOf(definition.name())) {
                const QColor color = colours.style(format.id).color;
                for (const QColor &background : backgrounds(colours)) {
                    QVERIFY2(contrastRatio(color, background) >= minContrast,
                             qPrintable(u"%1, %2 (%3) on %4"_s.arg(definition.name(), format.name, color.name(),
                                                                   background.name())));
                }
                ++read;
            }
        }
        QVERIFY(read > 1000);
    }

    void roles_can_be_told_apart_data()
    {
        QTest::addColumn<bool>("isDark");
        QTest::addColumn<Vision>("vision");
        for (const bool isDark : {false, true}) {
            const char *const theme = isDark ? "dark" : "light";
            QTest::addRow("%s", theme) << isDark << Vision::Full;
            QTest::addRow("%s protanopia", theme) << isDark << Vision::Protanopia;
            QTest::addRow("%s deuteranopia", theme) << isDark << Vision::Deuteranopia;
            QTest::addRow("%s tritanopia", theme) << isDark << Vision::Tritanopia;
        }
    }
    void roles_can_be_told_apart()
    {
        QFETCH(const bool, isDark);
        QFETCH(const Vision, vision);
        const SyntaxColours colours(*m_syntaxes, {}, isDark);
        double lowest = 100;
        double lowestBesideFont = 100;
        for (std::size_t i = 0; i < distinct.size(); ++i) {
            for (std::size_t j = i + 1; j < distinct.size(); ++j) {
                const TextStyle first = colours.style(distinct[i]);
                const TextStyle second = colours.style(distinct[j]);
                const bool isOneFont = haveOneFont(first, second);
                const double least = vision == Vision::Full
                                         ? (isOneFont ? minDifference : minDifferenceBesideFont)
                                         : (isOneFont ? minSimulatedDifference : minSimulatedDifferenceBesideFont);
                const double difference = ciede2000(labOf(first.color, vision), labOf(second.color, vision));
                QVERIFY2(difference >= least, qPrintable(u"%1 and %2: %3"_s
                                                             .arg(QLatin1StringView(nameOf(distinct[i])),
                                                                  QLatin1StringView(nameOf(distinct[j])))
                                                             .arg(difference)));
                double &low = isOneFont ? lowest : lowestBesideFont;
                low = std::min(low, difference);
            }
        }
        qInfo("lowest difference %.1f in one font, %.1f beside another font", lowest, lowestBesideFont);
    }

    void every_role_has_the_colour_of_its_class_in_the_theme_file_data() { addThemes(); }
    void every_role_has_the_colour_of_its_class_in_the_theme_file()
    {
        QFETCH(const bool, isDark);
        const SyntaxColours colours(*m_syntaxes, {}, isDark);
        QCOMPARE(colours.theme().name(), isDark ? u"Ignite Dark"_s : u"Ignite Light"_s);
        const KSyntaxHighlighting::Repository repository;
        const KSyntaxHighlighting::Theme theme = repository.theme(colours.theme().name());
        const auto formats = repository.definitionForName(u"Rust"_s).formats();
        for (std::size_t i = 0; i < syntaxRoleClasses.size(); ++i) {
            QCOMPARE(static_cast<std::size_t>(syntaxRoleClasses[i].role), i);
            const auto format =
                std::ranges::find(formats, syntaxRoleClasses[i].name, &KSyntaxHighlighting::Format::name);
            QVERIFY2(format != formats.end(), syntaxRoleClasses[i].name.data());
            QCOMPARE(colours.style(syntaxRoleClasses[i].role).color, format->textColor(theme));
        }
    }

    void modifiers_underline_and_warn()
    {
        const SyntaxColours colours(*m_syntaxes, {}, false);
        const TextStyle variable = colours.style(SyntaxRole::Variable);
        const TextStyle changed = colours.style(SyntaxRole::Variable, {.isMutable = true});
        QVERIFY(!variable.isUnderlined);
        QVERIFY(changed.isUnderlined);
        QCOMPARE(changed.color, variable.color);
        QCOMPARE(colours.style(SyntaxRole::Function, {.isUnsafe = true}), colours.style(SyntaxRole::Unsafe));
    }

    void the_backgrounds_are_those_of_the_window_data() { addThemes(); }
    void the_backgrounds_are_those_of_the_window()
    {
        QFETCH(const bool, isDark);
        Theme::apply(isDark);
        const SyntaxColours colours(*m_syntaxes, {}, isDark);
        QCOMPARE(colours.color(EditorColor::Background), Theme::current().surface);
        QCOMPARE(colours.color(EditorColor::IconBorder), Theme::current().surface);
        QCOMPARE(colours.color(EditorColor::LineNumbers), Theme::current().muted);
        QCOMPARE(colours.text(), Theme::current().text);
    }

    void another_installed_theme_can_be_chosen_and_left()
    {
        QVERIFY(syntaxThemeNames(*m_syntaxes).contains(u"Ignite Light"_s));
        QVERIFY(syntaxThemeNames(*m_syntaxes).contains(u"Dracula"_s));
        CodeEditor editor(m_syntaxes.get(), u"lib.rs"_s);
        editor.setText(u"fn main() {}\n"_s);
        const auto background = [&] {
            return editor.SendScintilla(QsciScintillaBase::SCI_STYLEGETBACK,
                                        static_cast<unsigned long>(QsciScintillaBase::STYLE_DEFAULT));
        };
        const auto bgr = [](const QColor &color) {
            return static_cast<long>(color.red() | (color.green() << 8) | (color.blue() << 16));
        };
        const long own = background();
        editor.setSyntaxTheme(u"Dracula"_s);
        const SyntaxColours dracula(*m_syntaxes, u"Dracula"_s, false);
        QCOMPARE(dracula.theme().name(), u"Dracula"_s);
        QCOMPARE(background(), bgr(dracula.color(EditorColor::Background)));
        Theme::apply(true); // the chosen one stays
        QCOMPARE(background(), bgr(dracula.color(EditorColor::Background)));
        editor.setSyntaxTheme(u"a theme that is not installed"_s);
        QCOMPARE(background(), bgr(Theme::current().surface));
        Theme::apply(false);
        editor.setSyntaxTheme({});
        QCOMPARE(background(), own);
    }

    void files_that_are_open_and_those_opened_later_have_the_chosen_theme()
    {
        const QTemporaryDir home;
        EditorTabs tabs(home.filePath(u"recovery"_s));
        QVERIFY(tabs.syntaxThemes().contains(u"Dracula"_s));
        const auto open = [&](const QString &name) {
            QFile file(home.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.close();
            QVERIFY(tabs.open(file.fileName()));
        };
        const auto background = [&](const QString &name) {
            return tabs.editorOf(home.filePath(name))->lexer()->defaultPaper(0);
        };
        open(u"first.rs"_s);
        tabs.setSyntaxTheme(u"Dracula"_s);
        open(u"second.rs"_s);
        const QColor wanted = SyntaxColours(*m_syntaxes, u"Dracula"_s, false).color(EditorColor::Background);
        QCOMPARE(background(u"first.rs"_s), wanted);
        QCOMPARE(background(u"second.rs"_s), wanted);
        tabs.setSyntaxTheme({});
        QCOMPARE(background(u"first.rs"_s), Theme::current().surface);
    }
};

QTEST_MAIN(TestSyntaxColours)
#include "tst_syntax_colours.moc"
