using System.Globalization;

namespace Claudeonomics.Simulator.People;

/// <summary>Invents names from short lists; who shares a name gets a number in the e-mail.</summary>
internal sealed class Names
{
    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);

    private static readonly string[] First =
    [
        "Aaliyah", "Aarav", "Abena", "Adam", "Aiko", "Akira", "Alejandra", "Ali", "Amara", "Amina", "Ana", "Andrei", "Anika",
        "Anna", "Antonio", "Arjun", "Asha", "Astrid", "Beatriz", "Ben", "Bianca", "Bruno", "Camila", "Carlos", "Chen", "Chiara",
        "Chloe", "Daan", "Daniel", "David", "Deepa", "Diego", "Dmitri", "Elena", "Elif", "Emma", "Erik", "Esi", "Eva", "Farah",
        "Fatima", "Felix", "Finn", "Gabriel", "Grace", "Hana", "Hannah", "Haruto", "Hassan", "Helena", "Hugo", "Ibrahim", "Ines",
        "Ingrid", "Isaac", "Ivan", "Jakub", "James", "Jasmine", "Jin", "Joao", "John", "Julia", "Kai", "Karim", "Kavya", "Kenji",
        "Kofi", "Lars", "Laura", "Lea", "Leila", "Leo", "Li", "Lina", "Lucas", "Lucia", "Maja", "Malik", "Marco", "Maria",
        "Marta", "Mateo", "Maya", "Mei", "Mia", "Miguel", "Mina", "Mohammed", "Nadia", "Naomi", "Nia", "Nikolai", "Nina", "Noah",
        "Nora", "Olga", "Oliver", "Olivia", "Omar", "Oscar", "Pablo", "Paula", "Pedro", "Petra", "Priya", "Rafael", "Rahul",
        "Rania", "Ravi", "Rosa", "Ruth", "Sakura", "Sam", "Sara", "Sebastian", "Seo-yeon", "Sofia", "Stefan", "Sven", "Tanvi",
        "Tariq", "Thandi", "Theo", "Tomas", "Uma", "Valentina", "Vera", "Victor", "Vikram", "Wanjiru", "Wei", "William", "Yara",
        "Yuki", "Yusuf", "Zainab", "Zoe",
    ];

    private static readonly string[] Last =
    [
        "Abdi", "Adeyemi", "Ahmed", "Almeida", "Andersson", "Aoki", "Arslan", "Asante", "Bakker", "Banerjee", "Bauer", "Becker",
        "Berg", "Bianchi", "Boateng", "Brown", "Calderon", "Carvalho", "Castro", "Chan", "Chatterjee", "Chen", "Cohen", "Colombo",
        "Costa", "Cruz", "Dahl", "Das", "Davis", "Delgado", "Demir", "Diallo", "Diaz", "Dubois", "Eriksen", "Evans", "Fernandez",
        "Ferrari", "Fischer", "Flores", "Fontaine", "Fujita", "Garcia", "Gomez", "Gonzalez", "Goto", "Green", "Gupta", "Haddad",
        "Hansen", "Hashimoto", "Hassan", "Hernandez", "Hill", "Hoang", "Horvat", "Huang", "Ibrahim", "Ito", "Ivanov", "Iyer",
        "Jansen", "Jensen", "Johnson", "Jones", "Jung", "Kamau", "Kang", "Kaplan", "Kato", "Kaya", "Khan", "Kim", "King",
        "Kowalski", "Kumar", "Larsen", "Lee", "Lefebvre", "Levy", "Li", "Lim", "Lin", "Lindgren", "Lopez", "Mahlangu", "Marino",
        "Martin", "Martinez", "Mehta", "Mendes", "Mensah", "Meyer", "Mishra", "Moreau", "Moretti", "Mori", "Mukherjee", "Muller",
        "Murphy", "Mwangi", "Nair", "Nakamura", "Ng", "Nguyen", "Nielsen", "Novak", "Obi", "Okafor", "Okoye", "Olsen", "Ortiz",
        "Osei", "Park", "Patel", "Pereira", "Petrov", "Pham", "Pillai", "Popescu", "Ramirez", "Rao", "Reddy", "Rossi", "Roy",
        "Saito", "Santos", "Sato", "Schmidt", "Schneider", "Shah", "Sharma", "Silva", "Singh", "Smith", "Sokolov", "Suzuki",
        "Svensson", "Takahashi", "Tan", "Taylor", "Torres", "Tran", "Tremblay", "Vargas", "Vasquez", "Verma", "Visser", "Vogel",
        "Wagner", "Walker", "Wang", "Weber", "White", "Williams", "Wilson", "Wong", "Wu", "Yamamoto", "Yang", "Yilmaz", "Zhang",
    ];

    /// <returns>A name that others may share, and an e-mail that nobody else has.</returns>
    public (string Name, string Email) Next(int first, int last)
    {
        var name = $"{First[first % First.Length]} {Last[last % Last.Length]}";
        var address = name.Replace(' ', '.').ToLowerInvariant();
        var count = _taken[address] = _taken.GetValueOrDefault(address) + 1;
        var suffix = count == 1 ? "" : count.ToString(CultureInfo.InvariantCulture);
        return (name, $"{address}{suffix}@example.com");
    }
}
