System.Console.WriteLine("no scenario");
